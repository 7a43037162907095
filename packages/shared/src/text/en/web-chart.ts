import type { WebChartText } from "../web-chart.ts";

const span = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} h`;
  const days = Math.round(seconds / 86_400);
  return days === 1 ? "day" : `${days} days`;
};

export const webChart: WebChartText = {
  keys: "Arrow keys move through time",
  silent: "no data",
  asTable: "The same as a table",
  asTableOf: (title) => `${title}, as a table`,
  time: "Time",
  span,
};
