import type { UnknownReason } from "../../domain/ports/headroom.ts";
import type { CliHeadroomText } from "../cli-headroom.ts";

const number = (value: number) => value.toLocaleString("ja-JP");

const REASON: Record<UnknownReason, string> = {
  denied: "ソケットまたは範囲を読む権限がありません。root で実行してください",
  "no-route": "このホストには該当する経路、アドレス、デバイスがありません",
  malformed: "カーネルの応答を解釈できませんでした",
  timeout: "カーネルが時間内に応答しませんでした",
  unsupported: "このカーネルまたは Node.js では分かりません",
};

export const cliHeadroom: CliHeadroomText = {
  counted: (asked, { best, low, high, used, capacity }) => ({
    headline: `${asked}: あと ${number(best)} 本${low === high ? "" : ` (${number(low)}–${number(high)})`}`,
    use: `${number(capacity)} ポートのうち ${number(used)} を使用`,
  }),
  unlimited: (asked) => `${asked}: ポートによる上限なし`,
  unknown: (asked, reason) => `${asked}: 不明 — ${REASON[reason]}`,
  bind: (address) => `bind(${address}, 0)`,
  fromHere: "このホスト",
  unresolved: (name, reason) => `${name} の名前解決に失敗しました (${reason})。名前を確認するか、アドレスを指定してください。`,
  inputTooLarge: (megabytes) => `質問が ${megabytes} MB を超えています。分けて実行してください。`,
};
