import type { LocalStartText, StartProblem } from "../local-start.ts";

const megabytes = (bytes: number) => `${new Intl.NumberFormat("ja").format(Math.floor(bytes / 1_000_000))} MB`;
const builds = { agent: "エージェント", dashboard: "ダッシュボード" };

function problem(failure: StartProblem): string {
  switch (failure.kind) {
    case "bad-port":
      return `PORT が「${failure.value}」になっています。1 から 65535 までの数を指定するか、指定を外してください（既定は 4780）。`;
    case "port-blocked":
      return `ブラウザーはポート ${failure.port} を開きません。別のポートを指定してください: PORT=4780 npm start`;
    case "bad-listen-address":
      return `BERTH_LISTEN の「${failure.value}」はこのマシンのアドレスではありません。127.0.0.1、0.0.0.0、::1 などを指定してください。`;
    case "bad-public-url":
      return `BERTH_PUBLIC_URL が「${failure.value}」になっています。https://berth.example のように、ブラウザーで開くアドレスをパスなしで指定するか、指定を外してください。`;
    case "port-taken":
      return `ポート ${failure.port} は${failure.holder ? ` ${failure.holder} が` : "すでに"}使用しています。そのプログラムを止めるか、別のポートを指定してください: PORT=${failure.freePort} npm start`;
    case "port-denied":
      return `このユーザーはポート ${failure.port} で待ち受けできません。1024 以上のポートを指定してください: PORT=4780 npm start`;
    case "folder-in-use":
      return `${failure.folder} は別の Berth（プロセス ${failure.pid}）が使用中です${failure.address ? `: ${failure.address} を開いてください` : ""}。先にそちらを止めるか、BERTH_DATA_DIR で別のフォルダーを指定してください。`;
    case "folder-not-writable":
      return `${failure.folder} に書き込めません（${failure.reason}）。このユーザーに書き込み権限を与えるか、BERTH_DATA_DIR で別のフォルダーを指定してください。`;
    case "no-space":
      return `${failure.folder} のディスクに空きがありません${failure.freeBytes === null ? "" : `（空き ${megabytes(failure.freeBytes)}）`}。${megabytes(failure.neededBytes)} 以上を空けるか、BERTH_DATA_DIR で別のディスクのフォルダーを指定してください。`;
    case "build-failed":
      return `${builds[failure.what]}をビルドできませんでした:\n${failure.output}\nコードを変更した場合は直してください。そうでなければ git status で意図しない変更を確認し、元に戻してからもう一度お試しください。`;
    case "enrolment-failed":
      return `このマシンのエージェントを登録できませんでした:\n${failure.output}\nもう一度お試しください。続く場合は、データフォルダーから agent フォルダーを退避して起動し直してください。`;
    case "database-failed":
      return `${failure.folder} のデータベースを開けませんでした: ${failure.reason}\nバックアップから復元するか（docs/operating.md）、空のフォルダーで起動してください: BERTH_DATA_DIR=/some/other/folder npm start`;
    case "fleet-silent":
      return `ダッシュボードが正しく応答しませんでした（${failure.answer}）。apps/web/.next を削除してもう一度お試しください。`;
  }
}

export const localStart: LocalStartText = {
  steps: {
    dataFolder: (folder) => `データフォルダー ${folder}`,
    agentBuild: "エージェントのビルド",
    dashboardBuild: "ダッシュボードのビルド",
    database: "データベースを開きました",
    dashboardLoaded: "ダッシュボードの読み込み",
    server: (address) => `${address} で待ち受け中`,
    agentEnrolled: "このマシンは登録済みです",
    fleetAnswers: "ダッシュボードが応答しました",
  },
  done: (step, took) => `✓ ${step}（${took} 秒）`,
  underWay: (step) => `… ${step}`,
  hintToStop: "Ctrl-C ですべて停止します。",
  warning: {
    unencrypted: (address) =>
      `! ${address} はほかのマシンからも開けますが、通信は暗号化されません。信頼できないネットワークでは前段に TLS プロキシを置いてください。`,
    agentEnded: (ending, wait) => `! エージェントが終了しました（${ending}）。${wait} 秒後に再起動します`,
    agentTakenOver: (pid) => `! 以前の起動のエージェント（プロセス ${pid}）が残っていたため、停止を求めました`,
    openFolder: (folder) => `! ${folder} をほかのユーザーが読める状態だったため、モードを 0700 に変更しました`,
  },
  stopping: "停止しています …",
  stopped: "✓ 停止しました",
  forced: "! 直ちに停止しました。処理中だったものは失われます",
  problem,
};
