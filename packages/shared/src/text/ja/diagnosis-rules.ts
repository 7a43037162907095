import type { DIAGNOSIS_RULES } from "../../domain/checklist/catalogue/diagnosis.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import { CAUSES } from "../../domain/diagnosis/cause.ts";
import type { LogSignature } from "../../domain/host/evidence.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { about, closes, count, gapSentence, named, percent, portOf, within } from "./checks-phrases.ts";
import { diagnosis } from "./diagnosis.ts";

const LOGGED: Record<LogSignature, string> = {
  "connect-address-unavailable": "ソケットに割り当てるローカルアドレスまたはポートがない (EADDRNOTAVAIL)",
  "connect-address-in-use": "connect() のローカルポートが使用中 (EADDRINUSE)",
  "bind-address-in-use": "bind() のポートが使用中 (EADDRINUSE)",
  "udp-again": "UDP ソケットにポートを割り当てられない (EAGAIN、EADDRINUSE)",
  "port-refused": "bind() がポートを拒否された (WSAEACCES)",
  "no-buffer-space": "ソケットのためのポートまたはバッファーがない (ENOBUFS)",
  "windows-4227": "イベント 4227 (直前に同じ相手へ使ったローカルポート)",
  "windows-4231": "イベント 4231 (TCP のエフェメラルポートがすべて使用中)",
  "windows-4266": "イベント 4266 (UDP のエフェメラルポートがすべて使用中)",
  "haproxy-no-free-ports": "HAProxy に空きポートがない",
  "macos-udp-ports": "UDP ポートの残りが 4096 未満",
  "conntrack-full": "nf_conntrack が満杯でパケットを破棄",
  "snat-port-refused": "アドレス変換 (SNAT) が接続に送信元ポートを割り当てられない",
  "time-wait-overflow": "TIME_WAIT エントリー数が上限に到達",
  "file-descriptors": "ファイルディスクリプターがない (EMFILE、ENFILE)",
  orphans: "所有者のないソケットが多すぎる",
  "tcp-memory": "TCP のメモリが不足",
  "netlogon-5809": "イベント 5809 (NTDS と Netlogon が同じポート)",
  "rpc-5820": "イベント 5820 (RPC のポート指定が不正)",
};

const FEW: Record<string, string> = {
  "time-wait": "1 つの宛先への TIME_WAIT",
  "close-wait": "CLOSE_WAIT",
  bound: "bind のみで未接続のソケット",
  "syn-sent": "SYN_SENT",
  live: "1 つの宛先への接続",
  udp: "UDP",
  "server-time-wait": "サーバー側の TIME_WAIT",
};

const UNSEEN: Record<string, string> = {
  egress: "このホストとインターネットの間に何があるかは不明です。通信の出口を申告してください。",
  uptime: "システムの稼働時間は不明です。",
};

const logged = (e: Evidence): string => {
  const signature = textOf(e, "signature");
  return LOGGED[Object.keys(LOGGED).find((each) => each === signature) as LogSignature] ?? "失敗";
};

const details = (e: Evidence): Sentence => {
  const [destination, port] = [textOf(e, "destination"), textOf(e, "port")];
  return sentence`${destination === null ? [] : sentence`、宛先 ${subject(destination)}`}${port === null ? [] : sentence`、ポート ${portOf(e, "port")}`}`;
};

const where = (e: Evidence): string =>
  textOf(e, "file") ? ` (${textOf(e, "file")}${textOf(e, "line") ? `:${textOf(e, "line")}` : ""})` : "";
const ofProcess = (e: Evidence): Sentence => {
  const process = textOf(e, "process");
  return process === null ? [] : sentence` (${subject(process)})`;
};

export const diagnosisRules: ChecksGroupText<never, (typeof DIAGNOSIS_RULES)[number]>["rules"] = {
  "cause-logged": (e) => sentence`${subjectOf(e)} のログに ${count(e.observed)} 件: ${logged(e)}${details(e)}。`,
  "cause-failed": (e) =>
    sentence`${textOf(e, "operation") ?? "connect"}() が errno ${portOf(e, "errno")} で ${count(e.observed)} 回失敗しました: ${subjectOf(e)}。`,

  "cause-churn": (e) =>
    sentence`${about(e)}: ${named(e, "capacity")} ポートのうち TIME_WAIT が ${count(e.observed)} 件${closes(e)}、使用中の接続が ${named(e, "live")} 件あります。`,
  "cause-churn-states": (e) => sentence`TIME_WAIT が ${count(e.observed)} 件、使用中の接続は ${named(e, "live")} 件です。`,
  "cause-runtime-pools": (e) =>
    sentence`${subjectOf(e)} (${textOf(e, "runtime") ?? ""}) は既定で接続を保ちます。プールが小さい、共有されていない、または接続が返されていません。`,
  "cause-idle-kept": (e) =>
    sentence`${subjectOf(e)}: 約 ${count(e.observed)} 件の接続が保たれる一方で、毎秒 ${named(e, "closesPerSecond")} 件が閉じられています。`,
  "cause-peer-closes": (e) =>
    sentence`${about(e)}: バックエンドが接続を毎回自分から閉じており (TIME_WAIT ${count(e.observed)} 件)、${textOf(e, "process") ?? "プロキシー"} の connect ${named(e, "synSent")} 件が応答待ちです。`,
  "cause-load-generator": (e) => sentence`${subjectOf(e)} は負荷生成ツールです。`,

  "cause-live": (e) =>
    sentence`${about(e)}: 使用中の接続が ${named(e, "capacity")} ポートのうち ${named(e, "live")} (${percent(e.observed)}) を占めています。`,
  "cause-one-pair": (e) => sentence`${about(e)} だけでこのホストの外向き接続の ${percent(e.observed)} です: 送信元も宛先も 1 つです。`,
  "cause-forwards": (e) => sentence`同じくらいの数 (${count(e.observed)} 件) の接続を受けています: 受けた接続を中継するホストです。`,
  "cause-growth": (e) =>
    sentence`${about(e)}: 使用中の接続が ${named(e, "minutes")} 分で ${named(e, "before")} から ${count(e.observed)} に増え、ほとんど閉じられていません。`,
  "cause-close-wait": (e) =>
    sentence`CLOSE_WAIT が${within(e)} ${count(e.observed)} 件 (${e.subject === "" ? [] : sentence`主に ${subjectOf(e)}、`}開いている接続の ${percent(numberOf(e, "share"))}) あります。`,

  "cause-bound": (e) =>
    sentence`${subjectOf(e)} が ${count(e.observed)} ポートを bind したまま、接続も待ち受けもしていません。通常の一覧には現れません。`,
  "cause-bound-pool": (e) =>
    sentence`${count(e.observed)} 個のソケットが bind されたまま、接続も待ち受けもしていません。通常の一覧には現れません。`,
  "cause-binds-first": (e) =>
    sentence`bind(${subjectOf(e)}, 0)${within(e)} は ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${percent(e.observed)}) を使用中ですが、最も多い宛先でも ${percent(numberOf(e, "tuples"))} です。`,
  "cause-sidecar": (e) =>
    sentence`サイドカーは接続前に ${about(e)} を bind します: ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${percent(e.observed)}) を使用中です。`,
  "cause-udp": (e) => sentence`${about(e)} が UDP の ${named(e, "capacity")} ポートのうち ${count(e.observed)} を占めています。`,
  "cause-udp-pool": (e) =>
    sentence`UDP${within(e)} は ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${percent(e.observed)}) を使用中です。`,

  "cause-small-range": (e) =>
    sentence`${about(e)} は ${named(e, "capacity")} ポートしかなく、${percent(e.observed)} を使用中です。システム既定の ${named(e, "usual")} ポートなら ${percent(numberOf(e, "usualShare"))} です。`,
  "cause-shared-pool": (e) =>
    sentence`TCP${within(e)} は ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${percent(e.observed)}) を使用中です。このシステムではすべての宛先が共有します。`,
  "cause-port-refused": (e) =>
    sentence`ポート ${subjectOf(e)}${ofProcess(e)} はエフェメラルポート範囲 (${portOf(e, "rangeLow")}–${portOf(e, "rangeHigh")}) 内にあり、予約されていません。クライアント接続がこのポートを取りえます。`,
  "cause-node-ports": (e) =>
    sentence`NodePort ${subjectOf(e)} がエフェメラルポート範囲 (${portOf(e, "rangeLow")}–${portOf(e, "rangeHigh")}) 内にあり、予約されていません。これを取った接続は確立しません。`,
  "cause-port-excluded": (e) =>
    sentence`ポート ${subjectOf(e)} は除外ブロック ${portOf(e, "blockLow")}–${portOf(e, "blockHigh")} 内にあります。使用中でなくても Windows が拒否します。`,
  "cause-excluded-share": (e) => sentence`除外ブロックは動的ポート範囲の ${percent(e.observed)} です。`,
  "cause-fixed-port": (e) =>
    sentence`${e.subject === "" ? [] : sentence`${subjectOf(e)} への`}接続は常に同じポート${textOf(e, "port") ? sentence` (${portOf(e, "port")})` : []}から行われます。前の接続の TIME_WAIT が終わるまで、次の接続は作れません。`,
  "cause-any-port": (e) =>
    sentence`ポートは空いています (最大 ${percent(e.observed)} 使用)。それでもシステムが選ぶポートの割り当てが拒否されました。`,

  "cause-conntrack-drops": (e) => sentence`nf_conntrack が前回から ${count(e.observed)} パケットを破棄しました。`,
  "cause-allowance": (e) =>
    sentence`${subjectOf(e)} の ${count(e.observed)} パケットが、このインスタンスの接続追跡の上限を超え、ホストの外で破棄されました。`,
  "cause-descriptors": (e) =>
    sentence`${subjectOf(e)} はファイルディスクリプター ${named(e, "limit")} 個のうち ${named(e, "used")} 個 (${percent(e.observed)}) を使用中です。`,
  "cause-unanswered": (e) =>
    sentence`${e.subject === "" ? [] : sentence`${subjectOf(e)} への `}connect ${count(e.observed)} 件が応答待ちですが、このホストのポートは ${percent(numberOf(e, "ratio"))} しか使われていません。`,
  "cause-egress": (e) => sentence`申告によると、このホストの通信は ${subject(textOf(e, "kind") ?? "NAT")} を通って出ます。`,
  "cause-egress-share": (e) =>
    sentence`${subjectOf(e)}: 接続 ${count(e.observed)} 件。${textOf(e, "kind") ?? "NAT"} がこのホストに与えるのは 1 宛先あたり ${count(e.limit ?? 0)} ポートです。`,
  "cause-node": () => sentence`このホストは Kubernetes のノードです。Pod の通信は独自のポートを持つアドレス変換を通って出ます。`,
  "cause-no-ipv6": (e) =>
    e.observed === 0
      ? sentence`${e.subject === "" ? "宛先" : subjectOf(e)} は IPv6 ですが、このホストに IPv6 の接続はありません。ポートは空いています。`
      : sentence`IPv6 の接続が ${count(e.observed)} 件あります: このアドレスファミリーは使えています。`,
  "cause-overflow": (e) =>
    e.observed === 0
      ? sentence`TIME_WAIT は ${named(e, "timeWait")} 件${e.limit === null ? [] : sentence` (上限 ${count(e.limit)} 件)`}で、早く破棄されたものはありません。`
      : sentence`TIME_WAIT ${count(e.observed)} 件が${e.limit === null ? [] : sentence` tcp_max_tw_buckets = ${figure(String(e.limit))} の上限で`}早く破棄されました。`,
  "cause-clock-stopped": (e) =>
    numberOf(e, "days") < 0
      ? sentence`TIME_WAIT ${count(e.observed)} 件は、30 秒間の接続が残せる数を超えています。`
      : sentence`システムの稼働は ${named(e, "days")} 日で、TCP の時計が止まる 49.7 日を過ぎています: TIME_WAIT ${count(e.observed)} 件が残り続けます。`,
  "cause-not-decaying": (e) =>
    sentence`TIME_WAIT ${count(e.observed)} 件が ${named(e, "minutes")} 分間減らず、新しい接続もほとんどありません。`,
  "cause-recycle": (e) =>
    sentence`${subjectOf(e)} が ${figure(textOf(e, "value") ?? "1")} です${where(e)}。同じ変換アドレスの背後にあるクライアントの接続を破棄します。`,

  "cause-room": (e) => sentence`ポートは空いています: 最も使われている組またはプールで ${percent(e.observed)} です。`,
  "cause-quiet": () => sentence`この種の失敗は、観測にもログにもありません。`,
  "cause-few": (e) => sentence`${FEW[textOf(e, "what") ?? ""] ?? "該当"} は ${count(e.observed)} 件です。`,
  "cause-other-program": (e) => sentence`ポート ${subjectOf(e)}${ofProcess(e)} は別のプロセスのリスナーが使用しています: 通常の競合です。`,
  "cause-outside-range": (e) =>
    sentence`ポート ${subjectOf(e)}${ofProcess(e)} はエフェメラルポート範囲の外にあり、接続に割り当てられることはありません: 通常の競合です。`,
  "cause-no-generator": () => sentence`負荷生成ツールは見当たらず、1 組だけで範囲を埋めてもいません。`,
  "cause-no-pool": (e) => sentence`${subjectOf(e)} が接続を保つとは知られておらず、保たれている接続も見えません。`,
  "cause-no-owner": () => sentence`どのプロセスのものかは読み取れていません。`,
  "cause-none-binds": () => sentence`接続前の bind による不足は見られません。`,
  "cause-usual-range": (e) => sentence`範囲は ${count(e.observed)} ポートで、システム既定は ${count(e.limit ?? 0)} ポートです。`,
  "cause-steady": (e) =>
    sentence`${about(e)}: 使用中の接続は ${count(e.observed)} 件で、${named(e, "minutes")} 分間の着実な増加はありません。`,
  "cause-no-recycle": () => sentence`接続を破棄する設定は有効ではありません。`,
  "cause-uptime": (e) => sentence`システムの稼働は ${named({ ...e, figures: { days: e.observed } }, "days")} 日で、49.7 日未満です。`,
  "cause-no-egress": () => sentence`外への経路にアドレス変換はないと申告されています。`,
  "cause-unread": (e) => sentence`${UNSEEN[textOf(e, "part") ?? ""] ?? gapSentence(e)}`,
  "cause-too-short": (e) =>
    sentence`時間をかけて初めて分かります: ${count(e.limit ?? 0)} 分の履歴が必要ですが、${named({ ...e, figures: { minutes: e.observed } }, "minutes")} 分しかありません。`,
  "cause-explained": (e) => {
    const by = CAUSES.find((each) => each === e.subject);
    return sentence`別の原因の結果です: ${by ? diagnosis.cause[by] : "不明"}。`;
  },
};
