import type { WebEnrolmentText } from "../web-enrolment.ts";

export const webEnrolment: WebEnrolmentText = {
  addHost: "ホストを追加",
  empty: {
    title: "報告しているホストはまだありません",
    lead: "エージェントは 10 秒ごとにマシンのソケット表を読み、数えた結果だけを送ります。通信内容やコマンドラインは送りません。起動して数秒で最初の判定がここに出ます。",
    waiting: "最初のスナップショットを待っています。届きしだい自動で切り替わります。",
    waitingFor: (hosts) =>
      `登録済み: ${hosts}。そのホストで「node berth-agent.mjs run」を実行してください。届きしだい自動で切り替わります。`,
    create: "コマンドを表示",
  },
  title: "ホストを追加",
  lead: "監視したいマシンで実行してください。Node 20 以上が必要です。root で動かすとすべてのネットワーク名前空間が見え、root でない場合は見えない部分が明示されます。",
  create: "登録トークンを作成",
  tokenMeta: (minutes, uses) =>
    `表示は一度だけ · 有効期限 ${minutes >= 120 ? `${Math.round(minutes / 60)} 時間` : `${minutes} 分`} · ${uses} 台まで`,
  steps: {
    download: { title: "このサーバーからエージェントを取得", detail: "1 ファイルのみ、依存なし。" },
    token: {
      title: "自分だけが読めるファイルにトークンを保存",
      detail: "コマンドを実行してトークンを貼り付け、Enter、続けて Ctrl-D。プロセス一覧にもシェルの履歴にも残りません。",
    },
    enrol: { title: "登録", detail: "トークンはこのホスト専用の資格情報に替わります。登録後、ファイルは削除してください。" },
    run: { title: "エージェントを起動", detail: "フォアグラウンドで動き、数秒でホストがここに現れます。" },
  },
  tokenLabel: "登録トークン",
  loopback: {
    title: "ほかのホストからはこのアドレスに届きません。",
    detail: (server) =>
      `${server} はループバックアドレスのため、以下のコマンドはこのマシンでのみ使えます。ほかのホストを登録するには、Berth を止め、ネットワークに公開して起動してください:`,
    command: "BERTH_LISTEN=0.0.0.0 npm start",
  },
  failed: "トークンを作成できませんでした。API が応答しません。少し待ってから再試行してください。",
};
