import type { GapPart, GapPlace, GapReason } from "../../domain/host/gap.ts";

const PART: Record<GapPart, string> = {
  tcp: "TCP ソケット",
  udp: "UDP ソケット",
  boundInactive: "bind 済みで未接続のソケット",
  range: "エフェメラルポート範囲",
  reservedPorts: "予約済みポート",
  settings: "カーネル設定",
  counters: "TCP カウンター",
  conntrack: "conntrack テーブル",
  namespaces: "ほかのネットワーク名前空間",
  processes: "プロセス",
  socketOptions: "ソケットオプション",
  tuples: "組",
  pools: "bind 先行プール",
  listeners: "リスナー",
  failures: "ポート割り当ての失敗",
  logs: "ログ",
  configured: "永続化された設定",
  changes: "設定の変更",
  pressure: "TCP のメモリと orphan",
  allowances: "EC2 のネットワーク許容量",
  kubernetes: "Kubernetes",
  published: "コンテナーの公開ポート",
  services: "動的ポートのサービス",
  windows: "Windows のポート設定",
  firewall: "ファイアウォールのルール",
};

const REASON: Record<Exclude<GapReason, "truncated">, string> = {
  absent: "このホストにはありません",
  denied: "権限がありません",
  malformed: "読み取った内容を解釈できません",
  timeout: "時間内に終わりませんでした",
  unsupported: "このカーネル、エージェント、集めたファイルのいずれでも分かりません",
};

/** Calls are traced by an agent that stays: a single look, or the files of a host, have seen none. */
const UNWATCHED =
  "ポート割り当ての失敗は、Linux で root の berth-agent run か top が動いている間にしか検出できません。1 回だけ確かめるときは、ログを --logs FILE で渡してください。";

export const gap = (part: GapPart, reason: GapReason, at?: GapPlace): string => {
  if (at)
    return at.line === null
      ? `${PART[part]}: ${at.file} が集めたファイルにありません。`
      : `${at.file} の ${at.line} 行目は途中で切れているか解釈できません。その内容は数えていません。`;
  if (part === "failures" && reason === "unsupported") return UNWATCHED;
  return reason === "truncated" ? `${PART[part]}は一部しか報告されていません。` : `${PART[part]}を読み取れません (${REASON[reason]})。`;
};
