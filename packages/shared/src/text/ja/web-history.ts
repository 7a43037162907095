import type { WebHistoryText } from "../web-history.ts";

export const webHistory: WebHistoryText = {
  title: "履歴",
  meta: {
    raw: (span) => `容量に対する使用率 · 個々のサンプル、${span}ごとに 1 点`,
    "5m": (span) => `容量に対する使用率 · 5 分単位の集計、${span}ごとの最大値`,
    "1h": (span) => `容量に対する使用率 · 1 時間単位の集計、${span}ごとの最大値`,
  },
  range: (hours) => (hours <= 24 ? `${hours} 時間` : hours <= 720 ? `${hours / 24} 日` : "13 か月"),
  rangeLabel: "期間",
  tightest: "最も厳しい組",
  tightestWorst: "最も厳しい組 (最大)",
  tightestMean: "最も厳しい組 (平均)",
  bindPool: "bind 先行プール",
  udp: "UDP",
  lines: "50、60、80% の線",
  chartLabel: "容量に対する使用率の推移",
  ceiling: {
    title: "上限に対する接続レート",
    meta: "新規接続 ÷ ポートが永続的に耐えられる量",
    label: "上限比",
    line: "1 を超えると、ポートはいずれ枯渇します",
  },
  traffic: {
    title: "クローズと失敗した呼び出し",
    meta: "ホスト全体",
    closesPerSecond: "クローズ/秒",
    failures: "ポートを得られなかった呼び出し",
  },
  empty: "この期間のスナップショットはありません。エージェントが動いている間、履歴が溜まります。",
  destination: "宛先",
  unavailable: "履歴を読み取れませんでした。次の更新で再試行します。",
};
