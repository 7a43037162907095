import type { WebHistoryText } from "../web-history.ts";

const step = (seconds: number) => (seconds < 60 ? `${seconds} 秒` : `${Math.round(seconds / 60)} 分`);

export const webHistory: WebHistoryText = {
  title: "履歴",
  meta: (stepSeconds) => `容量に対する使用率 · ${step(stepSeconds)}ごとに 1 点`,
  range: (hours) => `${hours} 時間`,
  rangeLabel: "期間",
  tightest: "最も厳しい組",
  bindPool: "bind 先行プール",
  udp: "UDP",
  closesPerSecond: "クローズ/秒",
  lines: "50、60、80% の線",
  chartLabel: "容量に対する使用率の推移",
  keys: "矢印キーで時刻を移動",
  silent: "データなし",
  empty: "この期間のスナップショットはありません。エージェントが動いている間、履歴が溜まります。",
  asTable: "表で見る",
  time: "時刻",
  destination: "宛先",
  unavailable: "履歴を読み取れませんでした。次の更新で再試行します。",
};
