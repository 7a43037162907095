import type { CliLintText } from "../cli-lint.ts";

export const cliLint: CliLintText = {
  severity: {
    harmful: "有害",
    collides: "衝突",
    invalid: "無効な値",
    useless: "効果なし",
    caution: "注意",
    overridden: "上書き",
    already: "設定済み",
  },
  clean: (file) => `${file}: このホストで無用、有害、または衝突する設定はありません。`,
  found: (file, count) => `${file}: 指摘 ${count} 件。`,
  nothingForPorts: (file) => `${file} にエフェメラルポートに関わる設定はありません。`,
  capacity: (before, after) => `割り当て可能なポート: 現在 ${before}、このファイルでは ${after}。`,
  overridden: (line) => `${line} 行目が同じ設定を上書きするため、この行に効果はありません。`,
  already: "実行中のシステムはすでにこの値です。",
  unreadable: "設定として読めない行です。システムに拒否されます。",
  fileUnreadable: (file, reason) => `${file} を読み取れません (${reason})。sysctl ファイルか netsh スクリプトを指定してください。`,
  fileTooLarge: (file, megabytes) =>
    `${file} は読み取りの上限 ${megabytes} MB を超えています。sysctl ファイルか netsh スクリプトを指定してください。`,
  notText: (file) => `${file} はテキストファイルではありません。sysctl ファイルか netsh スクリプトを指定してください。`,
  otherSystem: "Windows 用のスクリプトです。衝突はそのホストの --replay DIR で分かります。",
  hostUnread: "このホストの範囲またはソケットを読み取れないため、衝突の有無は不明です。",
  atLine: (line) => `${line} 行目`,
};
