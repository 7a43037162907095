import type { GapPart, GapReason } from "../../domain/host/gap.ts";

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
};

const REASON: Record<Exclude<GapReason, "truncated">, string> = {
  absent: "このホストにはありません",
  denied: "権限がありません",
  malformed: "カーネルの応答を解釈できません",
  timeout: "時間内に終わりませんでした",
  unsupported: "このカーネルまたはエージェントは対応していません",
};

export const gap = (part: GapPart, reason: GapReason): string =>
  reason === "truncated" ? `${PART[part]}は一部しか報告されていません。` : `${PART[part]}を読み取れません (${REASON[reason]})。`;
