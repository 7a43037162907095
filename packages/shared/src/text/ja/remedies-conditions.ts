import type { UnknownProcess } from "../../domain/remedies/remedy.ts";
import type { RemediesText } from "../remedies.ts";

const number = (value: number | string | undefined) => (typeof value === "number" ? value.toLocaleString("ja-JP") : (value ?? "–"));

const WHY_UNKNOWN: Record<UnknownProcess, string> = {
  denied: "一部のプロセスのファイルを読む権限がありません。エージェントを root で実行してください。",
  "not-yet": "まだ調べていないプロセスがあります。1 分ほど後にもう一度確かめてください。",
  "none-open": "該当するソケットを開いているプロセスは見つかりませんでした。接続がすぐに終わるか、すべて TIME_WAIT です。",
  unread: "どのプロセスかは調べていません。",
  "replay-linux": "どのプロセスかは、渡されたファイルからは分かりません。root で取った「ss -tanp」の出力があれば分かります。",
  "replay-windows":
    "どのプロセスかは、渡されたファイルからは分かりません。「netstat -anoq」と「tasklist /fo csv」の出力があれば分かります。",
  "replay-darwin":
    "どのプロセスかは、渡されたファイルからは分かりません。root で取った「netstat -anv」か「lsof -nP -i」の出力があれば分かります。",
  "replay-freebsd": "どのプロセスかは、渡されたファイルからは分かりません。root で取った「sockstat -46s」の出力があれば分かります。",
};

export const remedyConditions: RemediesText["condition"] = {
  "acts-on-cause": {
    met: () => "見つかった原因に効きます。",
    unmet: () => "見つかった原因には効きません。",
    unknown: () => "原因が分かっていません。",
  },
  "not-set-already": {
    met: () => "まだ有効になっていません。",
    unmet: () => "すでに有効です。",
    unknown: () => "すでに有効かどうかを読めませんでした。",
  },
  "connections-end": {
    met: () => "この宛先への接続は開閉が繰り返されています。",
    unmet: ({ live }) => `この宛先への ${number(live)} 本の接続は開いたままです。閉じられたものがないため、使い回しても減りません。`,
    unknown: () => "この宛先への接続が開閉を繰り返しているかどうかを読めませんでした。",
  },
  "mostly-time-wait": {
    met: ({ timeWait, used }) => `使用中の ${number(used)} ポートのうち ${number(timeWait)} を TIME_WAIT が占めています。`,
    unmet: ({ timeWait, used }) => `使用中の ${number(used)} ポートのうち TIME_WAIT は ${number(timeWait)} だけです。`,
    unknown: () => "TIME_WAIT が占めるポート数を読めませんでした。",
  },
  "timestamps-on": {
    met: () => "このホストの TCP タイムスタンプは有効です。",
    unmet: () => "TCP タイムスタンプが無効なので、何も再利用されません。",
    unknown: () => "TCP タイムスタンプが有効かどうかを読めませんでした。",
  },
  "kernel-without-recycle": {
    met: () => "カーネルは 4.12 以降です。",
    unmet: () => "カーネルが 4.12 より古い版です。",
    unknown: () => "カーネルの版が分かりません。",
  },
  "destination-internal": {
    met: ({ destination }) => `${destination} は自組織のネットワーク内です。`,
    unmet: ({ destination }) => `${destination} は自組織のネットワーク外です。`,
    unknown: ({ destination }) => `${destination} は、タイムスタンプを混在させる NAT やロードバランサーの先にあるかもしれません。`,
  },
  "binds-not-first": {
    met: () => "connect() の前に bind するものはありません。",
    unmet: () => "connect() の前に bind するプログラムがあります。その TIME_WAIT は引き継がれません。",
    unknown: () => "connect() の前に bind しているかどうかは見えません。",
  },
  "range-has-room": {
    met: ({ ports }) => `範囲は ${number(ports)} ポートで、広げられます。`,
    unmet: ({ ports }) => `範囲はすでに ${number(ports)} ポートあります。`,
    unknown: () => "範囲を読めませんでした。",
  },
  "listeners-known": {
    met: () => "新しい範囲のリスナーはすべて分かっています。",
    unmet: () => "新しい範囲のリスナーが分かりません。",
    unknown: () => "現在の範囲外のリスナーはスナップショットに含まれません。ホスト上の what-if なら分かります。",
  },
  "no-collisions": {
    met: ({ reserved }) => (reserved ? `${reserved} を予約すれば、衝突はありません。` : "衝突はありません。"),
    unmet: ({ collisions, ports }) => `新しい範囲と ${number(collisions)} 件衝突します${ports ? ` (${ports})` : ""}。`,
    unknown: () => "衝突の有無は分かりません。",
  },
  "destination-local": {
    met: ({ destination }) => `${destination} はこのホストです。`,
    unmet: ({ destination }) => `${destination} は別のホストです。`,
    unknown: () => "宛先がこのホストかどうか分かりません。",
  },
  "peer-has-more-addresses": {
    met: () => "相手側にはほかのアドレスがあります。",
    unmet: () => "相手側にはほかのアドレスがありません。",
    unknown: ({ destination }) => `${destination} のほかにアドレスやポートがあるかどうかは、ここからは見えません。`,
  },
  "not-behind-nat": {
    met: () => "送信元アドレスを 1 つにまとめる NAT はありません。",
    unmet: () => "途中の NAT が、送信元アドレスを 1 つにまとめます。",
    unknown: () => "途中の NAT が送信元アドレスを 1 つにまとめるかどうか、分かりません。",
  },
  "process-known": {
    met: ({ process }) => `該当するのは ${process} です。`,
    unmet: () => "ソケットの持ち主はありません。",
    unknown: ({ why }) => WHY_UNKNOWN[(why ?? "unread") as UnknownProcess],
  },
  "up-for-long": {
    met: ({ days }) => `この Mac は ${number(days)} 日間稼働しています。`,
    unmet: ({ days }) => `この Mac の稼働はまだ ${number(days)} 日です。`,
    unknown: () => "この Mac の稼働日数が分かりません。",
  },
  "spread-over-destinations": {
    met: ({ destinations }) => `負荷は ${number(destinations)} 個の宛先に分かれています。`,
    unmet: () => "負荷がすべて 1 つの宛先に向かうため、共有しても効果がありません。",
    unknown: () => "宛先の数が分かりません。",
  },
  "not-kube-proxy": {
    met: () => "ここでは kube-proxy がテーブルを管理していません。",
    unmet: () => "kube-proxy がテーブルを管理しています。conntrack.maxPerCore と conntrack.min を使ってください。",
    unknown: () => "kube-proxy がテーブルを管理しているかどうか分かりません。",
  },
  "port-known": {
    met: ({ ports }) => `対象は ${ports} です。`,
    unmet: () => "対象のポートはありません。",
    unknown: () => "どのポートのことか分かりません。",
  },
};
