import type { PassiveReason, UnknownReason } from "../../domain/ports/headroom.ts";
import type { CliHeadroomText } from "../cli-headroom.ts";

const number = (value: number) => value.toLocaleString("ja-JP");

const REASON: Record<UnknownReason, string> = {
  denied: "ソケットまたは範囲を読む権限がありません。root で実行してください",
  "no-route": "このホストには該当する経路、アドレス、デバイスがありません",
  malformed: "カーネルの応答を解釈できませんでした",
  timeout: "カーネルが時間内に応答しませんでした",
  unsupported: "このカーネルまたは Node.js では分かりません",
};

const WHY_PASSIVE: Record<PassiveReason, string> = {
  declined: "--passive の指定による",
  "no-native": "この Node.js には node:ffi がありません。正確な方法には Node.js 26.1 が必要です",
  "fast-open-off": "net.ipv4.tcp_fastopen のビット 0 が無効です",
  "fast-open-paused": "カーネルが TCP Fast Open を一時停止しています",
  "no-port-range": "正確な方法には Linux 6.3 が必要です",
  "no-loopback": "このネットワーク名前空間にはループバックアドレスがありません",
  denied: "セキュリティモジュールまたは BPF プログラムが問い合わせを禁止しています",
  outside: "このネットワーク名前空間は外からしか読めません",
  listing: "コマンドの出力によるため、カーネルには問い合わせられません",
  unsupported: "このカーネルは問い合わせに答えません",
};

/** Who owns a port is known; whether an entry that is about to go, or to be taken over, still counts is not. */
const STAYS_WIDE = "exact (まもなく空くポート、確認中に開いたポート、タイムスタンプ使用時のみ再利用できるポートを除く)";

export const cliHeadroom: CliHeadroomText = {
  counted: (asked, { best, low, high, used, capacity }) => ({
    headline: `${asked}: あと ${number(best)} 本${low === high ? "" : ` (${number(low)}–${number(high)})`}`,
    use: `${number(capacity)} ポートのうち ${number(used)} を使用`,
  }),
  unlimited: (asked) => `${asked}: ポートによる上限なし`,
  unknown: (asked, reason) => `${asked}: 不明 — ${REASON[reason]}`,
  method: (method, { open, asked, reason, isWide }) => {
    const why = reason === null ? "" : ` (${WHY_PASSIVE[reason]})`;
    switch (method) {
      case "exact":
        return `${isWide ? STAYS_WIDE : "exact"}: ${
          open === 0 ? "所有者が不明なポートはありません" : `所有者が不明な ${number(open)} ポートすべてをカーネルに問い合わせました`
        }`;
      case "sampled":
        return `sampled: 所有者が不明な ${number(open)} ポートのうち ${number(asked)} をカーネルに問い合わせました${why}`;
      case "passive":
        return `passive: ソケットの一覧だけから判断しました${why}`;
    }
  },
  bind: (address) => `bind(${address}, 0)`,
  fromHere: "このホスト",
  unresolved: (name, reason) => `${name} の名前解決に失敗しました (${reason})。名前を確認するか、アドレスを指定してください。`,
  inputTooLarge: (megabytes) => `質問が ${megabytes} MB を超えています。分けて実行してください。`,
};
