import type { CliText } from "../cli.ts";
import { cliCheck } from "./cli-check.ts";
import { cliDoctor } from "./cli-doctor.ts";
import { cliHeadroom } from "./cli-headroom.ts";
import { cliHelp } from "./cli-help.ts";
import { cliLint } from "./cli-lint.ts";
import { cliLog } from "./cli-log.ts";
import { cliTop } from "./cli-top.ts";
import { cliUsage } from "./cli-usage.ts";
import { cliWhatIf } from "./cli-what-if.ts";

const ENROL = "berth-agent enrol --server URL --token-file FILE";

export const cli: CliText = {
  help: cliHelp,
  headroom: cliHeadroom,
  doctor: cliDoctor,
  lint: cliLint,
  top: cliTop,
  usage: cliUsage,
  whatIf: cliWhatIf,
  unexpected: (detail) => `berth-agent の不具合です。次の行を添えて報告してください: ${detail}`,
  unwritable: (reason) => `標準出力に書き込めませんでした (${reason})。`,
  log: cliLog,
  check: cliCheck,
  enrol: {
    enrolled: (hostId, server, folder) =>
      `${server} に ${hostId} として登録しました。\n資格情報は ${folder}/agent.json にあります。次に実行: berth-agent run --state-dir ${folder}`,
    tokenSpent: (file) => `トークンはこのホストでの役目を終えました。${file} を削除してください。`,
    already: (hostId, server) =>
      `${server} に ${hostId} として登録済みで、資格情報も有効です。何も変更していません。トークンも使っていません。`,
    replaced: (server) => `${server} はこのホストの資格情報を認めなくなりました。登録し直します。`,
    otherServer: (server, folder) =>
      `このホストは ${server} に登録済みです。別のサーバーへ報告するには、別のフォルダーを指定する (--state-dir DIR) か、先に ${folder}/agent.json を削除してください。`,
    unverified: (hostId, server, reason) =>
      `このホストは ${server} に ${hostId} として登録済みですが、資格情報が有効か確認できませんでした (${reason})。何も変更していません。トークンも使っていません。サーバーが応答するときに再試行してください。`,
    tokenFileReadable: (file) =>
      `警告: ほかのユーザーも ${file} を読めます。トークンは自分だけが読めるようにしてください: chmod 600 ${file}`,
    tokenFileUnreadable: (file, reason) =>
      `トークンファイル ${file} を読み取れません (${reason})。トークンを 1 つ書いたファイルか、標準入力を表す - を指定してください。`,
    notAToken: (file) =>
      `${file} に登録トークンがありません。トークンは berth_enrol_ で始まり、1 行に 1 つだけ書きます。新しいトークンはダッシュボードで作成できます。`,
    clearText: (server) =>
      `警告: ${server} は暗号化されない HTTP のため、トークンと資格情報が読み取られるおそれがあります。このマシンの外では https:// を使ってください。`,
    tokenRejected: (detail) =>
      `サーバーがこのトークンを受け付けません${detail ? ` (${detail})` : ""}。トークンは一度しか使えず、期限もあります。ダッシュボードで新しいものを作成してください。`,
    refused: (status, detail) => `サーバーが登録を拒否しました (${status})${detail ? `: ${detail}` : ""}`,
    unavailable: (server, reason) =>
      `${server} から Berth サーバーとしての応答がありません (${reason})。アドレスとサーバーの稼働を確認してください。トークンは使っていません。`,
  },
  replay: {
    unknownFile: (name, meant) =>
      `${name} は既知のコマンドの名前ではないため、読んでいません。${meant === null ? "" : `正しくは ${meant} ですか。`}`,
    unusedFile: (name) => `${name} は既知のファイルですが、判定に使う情報はありません。`,
  },
  run: {
    notEnrolled: (folder) => `${folder} に資格情報がありません。先にこのホストを登録してください: ${ENROL} --state-dir ${folder}`,
    unreadable: (folder, reason) =>
      `${folder}/agent.json を使えません (${reason})。削除してから登録し直してください: ${ENROL} --state-dir ${folder}`,
    folderUnusable: (folder, reason) =>
      `フォルダー ${folder} を使えません (${reason})。このユーザーが書き込める場所を指定してください: --state-dir DIR`,
    taken: (folder, pid) =>
      `別のエージェント (プロセス ${pid}) が ${folder} で動いています。先に停止するか、別のフォルダーを指定してください: --state-dir DIR`,
  },
};
