import type { CliCheckText } from "../cli-check.ts";

const KIND = { host: "ホスト", named: "名前空間", container: "コンテナー", pod: "Pod" } as const;

const PART = {
  tcp: "TCP ソケット",
  udp: "UDP ソケット",
  boundInactive: "bind 済みで未接続のソケット",
  range: "エフェメラルポート範囲",
  reservedPorts: "予約済みポート",
  settings: "カーネル設定",
  counters: "TCP カウンター",
  conntrack: "conntrack テーブル",
  namespaces: "ネットワーク名前空間",
  processes: "プロセス",
  socketOptions: "ソケットオプション",
  tuples: "組",
} as const;

const REASON = {
  absent: "存在しない",
  denied: "権限がない",
  malformed: "想定した形で読めない",
  timeout: "時間切れ",
  unsupported: "この環境では非対応",
  truncated: "途中で打ち切り",
} as const;

export const cliCheck: CliCheckText = {
  title: {
    tuples: "組 (余裕の少ない順)",
    pools: "bind 先行のプール: 宛先によらない bind(送信元, 0)",
    checks: "チェックリスト",
    gaps: "見えなかったもの",
  },
  status: { pass: "合格", warn: "警告", fail: "不合格", unknown: "不明", not_applicable: "対象外" },
  namespace: (kind, name) => (name === null ? KIND[kind] : `${KIND[kind]} ${name}`),
  range: (low, high, capacity, reserved) => `エフェメラルポート範囲 ${low}–${high} · 予約済み ${reserved} · 容量 ${capacity}`,
  rangeUnknown: "エフェメラルポート範囲は不明",
  used: (used, capacity) => `容量 ${capacity} 中 ${used} 使用`,
  headroom: (interval) => `余裕 ${interval}`,
  unlimited: (atLeast) => `制限なし (${atLeast} 以上)`,
  closesPerSecond: (rate) => `クローズ ${rate}/秒`,
  boundInactive: (count) => `bind 済みで未接続 ${count}`,
  noTuples: "範囲内のポートを使う外向き TCP 接続は、現在ありません。",
  moreTuples: (count, worst) => `ほか ${count} 組${worst === null ? "" : ` (最大 ${worst} 使用)`}`,
  morePools: (count) => `ほか ${count} 件`,
  gap: (part, reason) => `${PART[part]}: ${REASON[reason]}`,
  inNamespace: (name) => `${name}内`,
  anyAddress: "すべてのアドレス",
};
