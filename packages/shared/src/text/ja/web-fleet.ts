import type { WebFleetText } from "../web-fleet.ts";

export const webFleet: WebFleetText = {
  title: "フリート",
  reporting: (live, hosts) => `${hosts} 台中 ${live} 台が報告中`,
  announcement: ({ fail, warn, unknown, hosts }) => `全 ${hosts} 台: 重大 ${fail}、警告 ${warn}、不明 ${unknown}`,
  counts: {
    fail: { label: "重大", note: (tightest) => (tightest === null ? "重大なホストはありません" : `最も厳しい: ${tightest}`) },
    warn: { label: "警告", note: "しきい値超過、枯渇はまだ" },
    pastHalf: { label: "50% の線を超過", note: "connect() が約 100 倍遅くなります" },
    unknown: {
      label: "不明",
      note: (stale, never) => (stale + never === 0 ? "すべてのホストから報告あり" : `無応答 ${stale} · 未報告 ${never}`),
    },
  },
  quay: {
    title: "岸壁",
    label: "1 マスが 1 ホスト。青が濃いほど、最も厳しい組の使用率が高い",
    legend: { pass: "正常", warn: "警告", fail: "重大", unknown: "不明" },
  },
  table: {
    title: "ホスト",
    caption: "ホスト一覧 (余裕の少ない順)",
    shown: (from, to, all) => (from === 1 && to === all ? "厳しい順" : `厳しい順 · ${all} 台中 ${from}–${to}`),
    host: "ホスト",
    tightest: "最も厳しい組",
    used: "容量に対する使用",
    headroom: "余裕",
    closesPerSecond: "クローズ/秒",
    verdict: "判定",
    seen: "最終報告",
    inNamespace: (name) => `名前空間 ${name}`,
  },
  filter: {
    label: "ホスト名で絞り込む",
    hint: "ホストを絞り込む",
    none: (query) => `このページに、名前に「${query}」を含むホストはありません。`,
  },
  never: "報告なし",
  noTuple: "外向きの接続はまだありません",
  neverHeard: "登録済み、報告はまだありません",
  more: "次のホスト",
  first: "先頭に戻る",
};
