import type { HOST_CHECKS, HOST_RULES } from "../../domain/checklist/catalogue/host.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import { FOLKLORE_IDS } from "../../domain/remedies/folklore.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { sentence, subject } from "../sentence.ts";
import { count, named, observedPercent, percent, within } from "./checks-phrases.ts";
import { remediesFolklore } from "./remedies-folklore.ts";

const quoted = (value: string | null) => subject(value === null || value === "" ? "なし" : value);

/** The reason of the folklore that the evidence names; nothing where a later version names one that this one does not know. */
function mythReason(e: Evidence): string {
  const id = FOLKLORE_IDS.find((each) => each === textOf(e, "id"));
  if (id === undefined) return "";
  const effect = textOf(e, "effect") === "none" ? "none" : "harmful";
  return remediesFolklore.reason[id]({ id, effect, key: e.subject, value: textOf(e, "value") ?? "", file: null, line: null });
}

const place = (e: Evidence) => {
  const file = textOf(e, "file");
  return file === null ? [] : sentence` (${subject(file)})`;
};

export const hostChecks: ChecksGroupText<(typeof HOST_CHECKS)[number], (typeof HOST_RULES)[number]> = {
  title: {
    "ct-drop": "conntrack の破棄と衝突",
    "syn-sent": "応答のない接続",
    "tw-myth": "有害または無用な設定",
    "cfg-drift": "設定の変更と再起動後の差",
    "fin2-orphan-mem": "FIN_WAIT_2・orphan・TCP メモリ",
  },
  looksAt: {
    "ct-drop": "直近数分の nf_conntrack の破棄と登録失敗、カーネルログの table full。",
    "syn-sent": "SYN_SENT のソケット、その宛先、SYN の再送。",
    "tw-myth": "ファイルと実行中のシステムにある、ポートに効かない、または有害な設定。",
    "cfg-drift": "ファイルの設定と実行中の値の差、直近 24 時間の変更。",
    "fin2-orphan-mem": "tcp_max_orphans に対する orphan、tcp_mem に対するページ数、範囲に対する FIN_WAIT_2。",
  },
  passed: {
    "ct-drop": "接続追跡による破棄はありません。",
    "syn-sent": "接続には応答があります。",
    "tw-myth": "無用または有害と知られる設定はありません。",
    "cfg-drift": "ファイルの設定は実行中の値と一致し、不足に先立つ変更もありません。",
    "fin2-orphan-mem": "orphan と TCP メモリは上限から離れています。",
  },
  rules: {
    "conntrack-dropped": (e) =>
      sentence`接続追跡が直近 5 分に ${count(e.observed)} パケットを破棄しました。ポートが残っていても新しい接続は失われます。`,
    "conntrack-full-logged": (e) =>
      sentence`カーネルが直近 5 分に conntrack テーブルの満杯を記録しました (ログの追跡開始から ${count(e.observed)} 行)。`,
    "conntrack-clashes": (e) =>
      sentence`毎秒 ${named({ ...e, figures: { rate: e.observed } }, "rate")} 件の通信が、同時に同じ送信元ポートを割り当てられています。SYN が失われ、connect() は 1 秒待ちます。`,
    "conntrack-masquerade": () => sentence`このホストは random-fully なしでマスカレードしており、衝突が起きやすい状態です。`,

    "syn-sent-one-destination": (e) =>
      sentence`応答待ちの接続が ${count(e.observed)} 件あり${within(e)}、うち ${named(e, "toFirst")} 件は ${subjectOf(e)} 宛てです。相手か手前のファイアウォールが応答していません。`,
    "syn-sent-many-destinations": (e) =>
      sentence`応答待ちの接続が ${named(e, "destinations")} 宛先に ${count(e.observed)} 件あります${within(e)} (外向きソケットの ${percent(numberOf(e, "share"))})。外への経路、NAT、送信ルールを確認してください。`,

    myth: (e) => sentence`${mythReason(e)}${place(e)}`,
    "time-wait-overflow": (e) =>
      sentence`tcp_max_tw_buckets に達したため、TIME_WAIT のエントリー ${count(e.observed)} 個が早く破棄されました。`,
    "time-wait-unwatched": () =>
      sentence`TIME_WAIT のエントリーが早く破棄されているかどうかは、まだ観測していません。2 回の観測の差から分かります。`,

    "drift-at-next-start": (e) =>
      sentence`${subjectOf(e)} は現在 ${quoted(textOf(e, "now"))} ですが、再起動後は ${quoted(textOf(e, "later"))} になります (${subject(textOf(e, "file") ?? "")})。`,
    "drift-changed": (e) =>
      sentence`${subjectOf(e)} は ${count(e.observed)} 分前に ${quoted(textOf(e, "before"))} から ${quoted(textOf(e, "after"))} に変わりました。`,
    "drift-unwatched": () => sentence`それ以前の変更は分かりません。観測していたエージェントがないためです。`,

    "orphans-use": (e) =>
      sentence`所有者のないソケットが ${named(e, "orphans")} 個あり、tcp_max_orphans (${named(e, "max")}) の ${observedPercent(e)} です。超えるとリセットされます。`,
    "tcp-memory-full": (e) =>
      sentence`TCP のメモリを ${observedPercent(e)} 使用しています (${named(e, "max")} ページ中 ${named(e, "pages")})。接続のリセットが迫っています。`,
    "tcp-memory-pressure": (e) =>
      sentence`TCP のメモリが逼迫しています。${named(e, "pages")} ページで、tcp_mem の ${named(e, "pressure")} を超えています。`,
    "tcp-memory-aborts": (e) => sentence`TCP のメモリ不足で ${count(e.observed)} 件の接続がリセットされました。`,
    "fin-wait-2-share": (e) =>
      sentence`${named(e, "sockets")} 個のソケットが FIN_WAIT_2 で相手の終了を待っています${within(e)} (範囲の ${observedPercent(e)})。${e.subject === "" ? "" : sentence`多くは ${subjectOf(e)} 宛てです。`}`,
    "orphans-are": (e) => sentence`orphan は ${named(e, "orphans")} 個 (上限 ${named(e, "max")})。`,
  },
};
