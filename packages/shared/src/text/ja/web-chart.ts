import type { WebChartText } from "../web-chart.ts";

const span = (seconds: number): string => {
  if (seconds < 60) return `${seconds} 秒`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} 分`;
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} 時間`;
  return `${Math.round(seconds / 86_400)} 日`;
};

export const webChart: WebChartText = {
  keys: "矢印キーで時刻を移動",
  silent: "データなし",
  asTable: "表で見る",
  asTableOf: (title) => `${title} (表)`,
  time: "時刻",
  span,
};
