import type { Evidence } from "../../domain/checklist/check.ts";
import type { Rule } from "../../domain/checklist/rule.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { about, count, holder, named, observedPercent, percent, within } from "./checks-phrases.ts";

const perSecond = (e: Evidence): Sentence => sentence`新規接続が毎秒 ${named({ ...e, figures: { rate: e.observed } }, "rate")} 件`;

function service(e: Evidence): Sentence {
  const name = textOf(e, "service");
  return name === null ? [] : sentence`、${name} 宛て`;
}

/** Half of the connections live shorter than this. */
function life(e: Evidence): Sentence {
  if (textOf(e, "medianLifeMs") === null) return [];
  const ms = numberOf(e, "medianLifeMs");
  const written = ms < 1_000 ? `${Math.max(1, Math.round(ms))} ミリ秒` : `${Math.round(ms / 100) / 10} 秒`;
  return sentence`、寿命の中央値 ${figure(written)}`;
}

/** A process that may be a container's or a unit's. */
function unit(e: Evidence): Sentence {
  const name = textOf(e, "unit");
  return name === null ? [] : sentence` (${subject(name)})`;
}

function descriptors(e: Evidence): Sentence {
  return textOf(e, "descriptorLimit") === null
    ? []
    : sentence`ファイルディスクリプタは ${named(e, "descriptorLimit")} 個中 ${named(e, "descriptors")} 個を使用中です。`;
}

function mostlyTo(e: Evidence): Sentence {
  const tuple = textOf(e, "tuple");
  return tuple === null ? [] : sentence` (主に ${subject(tuple)})`;
}

/** What checks say of processes and of how they use connections. */
export const attributionRules = {
  "pool-churn": (e: Evidence) =>
    sentence`${about(e)}${holder(e)}: ${perSecond(e)}${service(e)}${life(e)}、ESTABLISHED ${named(e, "established")} 件に対し TIME_WAIT ${named(e, "timeWait")} 件です。接続を使い回さず、毎回開き直しています。`,
  "pool-churn-by-design": (e: Evidence) =>
    sentence`${about(e)}${holder(e)}: ${perSecond(e)}${life(e)}。接続を開くことが目的のプログラムです。`,
  "pool-busiest": (e: Evidence) => sentence`最も多いのは ${about(e)}${holder(e)}: ${perSecond(e)}${service(e)}${life(e)}。`,

  "binds-first": (e: Evidence) =>
    sentence`${about(e)}${holder(e)}: ${named(e, "destinations")} 宛先への ${named(e, "connections")} 接続が、どれとも共有されない ${named(e, "ports")} ポートを占めています。connect() の前に bind() した場合の形です。範囲の ${observedPercent(e)} が、宛先を問わず使用中です。`,

  "process-holds-most": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} は使用中の TCP ポート ${named(e, "inUse")} 個のうち ${named(e, "ports")} 個 (${observedPercent(e)}) を占めています${mostlyTo(e)}。範囲の使用率は ${percent(numberOf(e, "usedRatio"))} です。${descriptors(e)}`,
  "process-proxy": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} はプロキシで、使用中の TCP ポート ${named(e, "inUse")} 個のうち ${named(e, "ports")} 個を占めています。範囲の容量は ${named(e, "capacity")} ポートです。`,
  "process-growing": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} は ${count(e.observed)} ポートを保持し、毎時 ${named(e, "perHour")} 個ずつ増え、30 分間減っていません。`,
  "process-top": (e: Evidence) =>
    sentence`ポートが最も多いのは ${about(e)}${unit(e)}: 使用中の TCP ポート ${named(e, "inUse")} 個のうち ${named(e, "ports")} 個。`,

  "udp-ports": (e: Evidence) =>
    sentence`UDP ソケット${within(e)}は範囲の ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${observedPercent(e)}) を、宛先を問わず使用中です。`,
  "udp-shortage-logged": (e: Evidence) =>
    sentence`UDP ポートの不足が直近 24 時間に ${count(e.observed)} 回記録されています (${subjectOf(e)})。`,
  "udp-process": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} は範囲内の UDP ポート ${count(e.observed)} 個を占めています。問い合わせごとに新しいソケットを開いているか、閉じ忘れています。`,
  "udp-resolver": (e: Evidence) =>
    sentence`${about(e)} は範囲内の UDP ポート ${count(e.observed)} 個を占めています。リゾルバーは問い合わせごとに 1 個を使うため、正常です。`,
  "udp-is": (e: Evidence) =>
    sentence`UDP ソケット${within(e)}は範囲の ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${percent(e.observed)}) を使用中です。`,

  "descriptors-short": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} はファイルディスクリプタ ${named(e, "descriptorLimit")} 個のうち ${named(e, "descriptors")} 個 (${observedPercent(e)}) を使用中です。上限を超えると、ポートが残っていてもソケットを開けません。`,
  "descriptors-logged": (e: Evidence) =>
    sentence`${subjectOf(e)}: ファイルディスクリプタの不足が直近 24 時間に ${count(e.observed)} 回記録されています。ポートを増やしても解決しません。`,
  "descriptors-most": (e: Evidence) =>
    sentence`ファイルディスクリプタが最も多いのは ${about(e)}: ${named(e, "descriptorLimit")} 個中 ${named(e, "descriptors")} 個 (${percent(e.observed)})。`,
  "listen-drops": (e: Evidence) =>
    sentence`前回のスナップショット以降、リスナーの待ち行列があふれ、外からの接続 ${count(e.observed)} 件が破棄されました。原因は遅い accept() で、ポート不足ではありません。`,

  "scale-out-narrow": (e: Evidence) =>
    sentence`${about(e)} は送信元アドレス 1 個、宛先アドレス 1 個でポートの ${observedPercent(e)} を使用中で、接続は使い回されています。どちらかのアドレスを 1 個増やすと ${named(e, "capacity")} ポート増えます。`,
  "scale-out-breadth": (e: Evidence) =>
    sentence`${about(e)} はポートの ${percent(e.observed)} を使用中です: ポート ${figure(String(numberOf(e, "port")))} へは送信元アドレス ${named(e, "sources")} 個、宛先アドレス ${named(e, "destinations")} 個、${count(numberOf(e, "possible"))} 組のうち ${named(e, "tuples")} 組を使用しています。`,
} satisfies Partial<Record<Rule, (e: Evidence) => Sentence>>;

export const attributionTitles = {
  title: {
    "pool-churn": "使い回されない接続",
    "bind-first": "connect() 前の bind()",
    "proc-top": "最も多くのポートを占めるプロセス",
    "udp-eph": "UDP ポート",
    "fd-confound": "ポートではなくファイルディスクリプタ",
    "scale-out": "両側のアドレス数",
  },
  looksAt: {
    "pool-churn": "宛先ごとの毎秒の新規接続数、その寿命、生きた接続に対する TIME_WAIT の数。",
    "bind-first": "宛先間で共有できるポートを、一つのアドレスが接続ごとに占有していないか。",
    "proc-top": "使用中の TCP ポートに占める各プロセスの割合と、増え続けていないか。",
    "udp-eph": "範囲内の UDP ポートの数 (全体とプロセス別)。",
    "fd-confound": "各プロセスの開いているファイル数と上限、ログの too many open files、あふれた待ち行列。",
    "scale-out": "最も逼迫した組を、いくつの送信元・宛先アドレスが担っているか。",
  },
  passed: {
    "pool-churn": "短い接続を多数受けている宛先はありません。",
    "bind-first": "接続前に bind しているものは見当たりません。",
    "proc-top": "ポートの大半を占めるプロセスはありません。",
    "udp-eph": "UDP のポートに余裕があります。",
    "fd-confound": "ファイルディスクリプタの上限に近いプロセスはありません。",
    "scale-out": "アドレス数のために不足している組はありません。",
  },
} as const;
