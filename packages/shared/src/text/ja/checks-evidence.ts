import type { EVIDENCE_RULES } from "../../domain/checklist/catalogue/exhaustion.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { count, within } from "./checks-phrases.ts";

const MINUTES_A_HOUR = 60;

function ago(e: Evidence): Sentence {
  const minutes = numberOf(e, "minutesAgo");
  if (minutes === 0) return sentence`1 分以内`;
  if (minutes < 2 * MINUTES_A_HOUR) return sentence`${count(minutes)} 分前`;
  return sentence`${count(Math.floor(minutes / MINUTES_A_HOUR))} 時間前`;
}

/** "5 回、最後は 3 分前" */
const often = (e: Evidence): Sentence =>
  sentence`${count(e.observed)} 回、${textOf(e, "minutesAgo") === null ? "時刻の記録なし" : sentence`最後は ${ago(e)}`}`;

const who = (e: Evidence): Sentence => {
  const [process, unit] = [textOf(e, "process"), textOf(e, "unit")];
  if (process === null) return sentence`終了済みのプロセス`;
  return sentence`${subject(process)}${unit === null || unit === process ? "" : ` (${unit})`}`;
};

const from = (e: Evidence): Sentence => {
  const source = textOf(e, "source");
  return source === null ? [] : sentence`送信元 ${subject(source)} の`;
};

/** Which log says it, and how often. */
const log = (e: Evidence): Sentence => sentence`${subject(textOf(e, "source") ?? "ログ")} の記録 (${often(e)})`;

const quote = (e: Evidence): Sentence => sentence`「${subject(textOf(e, "quote") ?? "")}」`;

const port = (e: Evidence): Sentence => {
  const text = textOf(e, "port");
  return text === null ? sentence`ポート (番号の記載なし)` : sentence`ポート ${figure(text)}`;
};

export const evidenceRules: ChecksGroupText<never, (typeof EVIDENCE_RULES)[number]>["rules"] = {
  "failed-connect": (e) =>
    sentence`${who(e)} は ${subjectOf(e)} への TCP 接続で${from(e)}ポートを得られませんでした${within(e)} (${often(e)}、EADDRNOTAVAIL 99)。尽きたのはこの宛先に使えるポートです。まず、この宛先への接続の再利用が有効です。`,
  "failed-bind": (e) =>
    sentence`${who(e)} は bind() で${from(e)}ポートを得られませんでした${within(e)} (${often(e)}、EADDRINUSE 98)。そのアドレスのプールはほぼ使い切られていました。このプールは全宛先で共有されます。まず、bind() の前に IP_BIND_ADDRESS_NO_PORT を設定するのが有効です。`,
  "failed-udp-connect": (e) =>
    sentence`${who(e)} は UDP のポートを得られませんでした${within(e)} (${often(e)}、EAGAIN 11)。UDP のプールは全宛先で一つです。まず、UDP ソケットの使い回しと、ホスト上の DNS キャッシュが有効です。`,
  "logged-no-port": (e) => sentence`${log(e)}: 接続がローカルポートを得られませんでした (EADDRNOTAVAIL)。${quote(e)}。`,
  "logged-haproxy": (e) => sentence`${log(e)}: HAProxy の送信元ポートが尽きました。${quote(e)}。`,
  "logged-windows-tcp": (e) => sentence`${log(e)}: 動的範囲の TCP ポートがすべて使用中でした (イベント 4231)。${quote(e)}。`,
  "logged-windows-udp": (e) => sentence`${log(e)}: 動的範囲の UDP ポートがすべて使用中でした (イベント 4266)。${quote(e)}。`,
  "logged-macos-udp": (e) => sentence`${log(e)}: UDP ポートの残りが macOS の確保分を下回り、割り当てが拒否されました。${quote(e)}。`,
  "logged-windows-reused": (e) =>
    sentence`${log(e)}: 同じ宛先に使ったばかりのローカルポートが選ばれ、接続に失敗しました (イベント 4227)。${quote(e)}。`,
  "logged-in-use": (e) =>
    sentence`${log(e)}: クライアントがローカルポートを拒否されました (EADDRINUSE)。接続の前に bind する場合に起こります。${quote(e)}。`,
  "logged-udp-again": (e) =>
    sentence`${log(e)}: UDP ソケットが拒否されました (EAGAIN または EADDRINUSE)。UDP ポートが尽きたときにも起こります。${quote(e)}。`,
  "logged-no-buffer": (e) =>
    sentence`${log(e)}: Windows のバッファー領域が不足しました (WSAENOBUFS 10055)。動的ポートが尽きたときにも出ます。${quote(e)}。`,
  "logged-listener-refused": (e) =>
    sentence`${log(e)}: サービスが${port(e)}を拒否されました。別のソケットが使用中のためで、ポート不足ではありません。${quote(e)}。`,
  "logged-address-family": (e) =>
    sentence`${log(e)}: IPv6 アドレスを割り当てられませんでした。このホストに IPv6 の接続は一つもなく、足りないのはポートではなく IPv6 です。${quote(e)}。`,
  "evidence-logs-only": () =>
    sentence`読んだのはログだけです。curl など理由を記録しないプログラムも多く、失敗を見落としている可能性があります。常駐エージェントは失敗をその場で捉えます。`,
};
