import { figure, sentence } from "../sentence.ts";
import type { WebPeriodText, WebTrendsText } from "../web-trends.ts";

const count = new Intl.NumberFormat("ja");
const hostsOf = (n: number) => `${count.format(n)} 台`;

/** Whole minutes under two days, then days. */
const lasting = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} 分`;
  if (minutes >= 2_880) return `${Math.round(minutes / 1_440)} 日`;
  return minutes % 60 === 0 ? `${minutes / 60} 時間` : `${Math.floor(minutes / 60)} 時間 ${minutes % 60} 分`;
};

const period: WebPeriodText = {
  p95: {
    rose: (from, to) => sentence`ホストの p95 は ${figure(from)} から ${figure(to)} に上昇`,
    fell: (from, to) => sentence`ホストの p95 は ${figure(from)} から ${figure(to)} に低下`,
    stayed: (at) => sentence`ホストの p95 は ${figure(at)} のまま`,
    unmeasured: sentence`使用率を測定できたホストはありません`,
  },
  over: (hosts, line, moment) => sentence`${moment} に最大 ${figure(hostsOf(hosts))}が ${line} を超過`,
  neverOver: (line) => sentence`${line} を超えたホストはなし`,
  failures: (calls) =>
    calls === 0 ? sentence`失敗した呼び出しは観測されず` : sentence`${figure(`${count.format(calls)} 回`)}の呼び出しがポートを得られず`,
  join: (clauses) => clauses.reduce((all, clause) => (all.length === 0 ? clause : sentence`${all}、${clause}`), []).concat(sentence`。`),
  begins: (moment) => `データは ${moment} からです。`,
  nobody: (seconds) => `合計 ${lasting(seconds)}、どのホストからも報告がありませんでした。`,
  notReporting: (hosts, enrolled, moment) => `最大で ${hostsOf(enrolled)}中 ${hostsOf(hosts)}が同時に無応答でした (${moment})。`,
  notMeasured: (hosts) => `最大で同時に ${hostsOf(hosts)}が、ソケットを読み取れないまま報告していました。`,
  complete: "登録済みのすべてのホストが、常に報告していました。",
  compared: {
    "24h": "p95 は最初と最後の 1 時間を、それぞれの中央値で比べています。",
    "7d": "p95 は最初と最後の 1 日を、それぞれの中央値で比べています。",
    "30d": "p95 は最初と最後の 1 週間を、それぞれの中央値で比べています。",
    "13mo": "p95 は最初と最後の 4 週間を、それぞれの中央値で比べています。",
  },
};

export const webTrends: WebTrendsText = {
  title: "推移",
  range: { "24h": "24 時間", "7d": "7 日", "30d": "30 日", "13mo": "13 か月" },
  rangeLabel: "期間",
  group: {
    label: "ホスト",
    all: "フリート全体",
    option: (value, hosts) => `${value} · ${hostsOf(hosts)}`,
    show: "表示",
    unavailable: "グループを読み取れませんでした",
  },
  period,
  worstOf: (span) => `${span}ごとの最大値`,
  used: {
    title: "容量に対する使用",
    label: "容量に対する使用率の推移 (ホスト間のパーセンタイル)",
    p50: "p50",
    p90: "p90",
    p95: "p95",
    p99: "p99",
    max: "最大のホスト",
  },
  over: {
    title: "線を超えたホスト",
    meta: "最も厳しい組による",
    label: "50、60、80% を超えたホスト数の推移",
    half: "50% 超",
    sixty: "60% 超",
    eighty: "80% 超",
  },
  verdicts: {
    title: "判定",
    meta: "ホスト数。無応答は不明に数えます",
    label: "重大、警告、不明のホスト数の推移",
    fail: "重大",
    warn: "警告",
    unknown: "不明",
  },
  ceiling: {
    title: "上限に対する接続レート",
    meta: "新規接続 ÷ ポートが永続的に耐えられる量。1 を超えるとポートは枯渇します",
    label: "上限に対する接続レートの推移",
    p95: "p95",
    max: "最大のホスト",
  },
  traffic: {
    title: "クローズと失敗した呼び出し",
    meta: (span) => `全ホストの合計。失敗は ${span}ごとの回数`,
    label: "クローズ/秒と失敗した呼び出しの推移",
    closesPerSecond: "クローズ/秒",
    failures: "ポートを得られなかった呼び出し",
  },
  reporting: {
    title: "報告中のホスト",
    meta: "登録済みホストのうち",
    label: "報告中のホスト数の推移",
    hosts: "報告中",
    silent: "無応答",
  },
  checks: {
    title: "チェック",
    meta: "ホスト数 (現在と同時最大)",
    caption: "この期間に指摘のあったチェックとホスト数",
    check: "チェック",
    fail: "重大",
    warn: "警告",
    course: "推移",
    nowAndMost: (now, most) => `${now} · 最大 ${most}`,
    courseLabel: (most) => `指摘のあったホスト数の推移 (最大 ${most})`,
    none: "この期間に指摘はありませんでした。",
  },
  destinations: {
    title: "宛先",
    meta: "直近 1 時間、厳しい順",
    wholeFleet: "フリート全体の直近 1 時間、厳しい順",
    caption: "直近 1 時間の宛先 (厳しい順)",
    destination: "宛先",
    hosts: "ホスト",
    closesPerSecond: "クローズ/秒",
    usedPorts: "ポート",
    worst: "最大のホスト",
    none: "直近 1 時間に外向きの接続を持つホストはなかったか、まだ集計されていません (集計には 6 分かかります)。",
    unavailable: "宛先を読み取れませんでした。次の更新で再試行します。",
  },
  empty: {
    title: "最初の 5 分間を収集しています",
    lead: "推移は、締め切られた 5 分ごとの区間で描かれます。描かれたものが後から変わることはありません。",
    steps: [
      "エージェントが数値を送り、フリートのページにはすぐ表示されます。",
      "5 分間の数値が、ホストごと、フリート全体で 1 つの区間になります。",
      "その 1 分後に区間が締め切られ、ここに表示されます。最初のスナップショットから約 6 分です。",
    ],
    fleetAction: "現在のフリートを見る",
    hours: {
      title: "締め切られた 1 時間がまだありません",
      detail:
        "この期間は 1 時間単位で描かれます。最初の 1 時間は、正時の 1 分後に締め切られます。24 時間と 7 日は 5 分単位なので、先に表示されます。",
      action: "24 時間を見る",
    },
    group: {
      title: (name) => `この期間に ${name} のデータはありません`,
      detail: "このラベルのホストからの報告がないか、まだ集計されていません (集計には 6 分かかります)。",
      action: "フリート全体",
    },
  },
  unknownGroup: {
    title: (name) => `ラベル ${name} のホストはありません`,
    detail: "名前が変わったか、リンクが途中で切れている可能性があります。",
    action: "フリート全体",
  },
};
