import type { CliCheckText } from "../cli-check.ts";

const KIND = { host: "ホスト", named: "名前空間", container: "コンテナー", pod: "Pod" } as const;

export const cliCheck: CliCheckText = {
  title: {
    cause: "原因",
    remedies: "対処",
    tuples: "組 (余裕の少ない順)",
    pools: "bind 先行のプール: 宛先によらない bind(送信元, 0)",
    founding: "チェックリスト: 最初に確かめる 7 項目",
    further: "そのほかの確認",
    gaps: "見えなかったもの",
    now: "現在",
    files: "判定に使わなかったファイル",
  },
  named: "このホストの原因",
  limit: (figure) => `しきい値 ${figure}`,
  possible: (cause) => `別の可能性 (${cause}):`,
  ruledOut: "原因でないもの:",
  namespace: (kind, name) => (name === null ? KIND[kind] : `${KIND[kind]} ${name}`),
  range: (low, high, capacity, reserved) => `エフェメラルポート範囲 ${low}–${high} · 予約済み ${reserved} · 容量 ${capacity}`,
  rangeUnknown: "エフェメラルポート範囲は不明",
  used: (used, capacity) => `${used} / ${capacity} 使用`,
  headroom: (interval) => `余裕 ${interval}`,
  unlimited: (atLeast) => `制限なし (${atLeast} 以上)`,
  closesPerSecond: (rate) => `クローズ ${rate}/秒`,
  boundInactive: (count) => `bind 済みで未接続 ${count}`,
  noTuples: "範囲内のポートを使う外向き TCP 接続は、現在ありません。",
  moreTuples: (count, worst) => `ほか ${count} 組${worst === null ? "" : ` (最大 ${worst} 使用)`}`,
  moreNamespaces: (count) => `ほか ${count} 個のネットワーク名前空間`,
  more: (count) => `ほか ${count} 件`,
  unknownFile: (name) => `${name}: 既知のコマンドの名前ではありません`,
  unusedFile: (name) => `${name}: 判定に使う情報はありません`,
  percent: (figure) => `${figure}%`,
  logUnread: (file) => `ログを読み取れません: ${file}`,
  inNamespace: (name) => `${name} 内`,
};
