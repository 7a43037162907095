import type { CliLogText } from "../cli-log.ts";

const snapshots = (count: number): string => `スナップショット ${count} 件`;
const seconds = (count: number): string => `${count} 秒`;

export const cliLog: CliLogText = {
  started: ({ version, hostId, server, sampleSeconds, waiting }) =>
    `berth-agent ${version} が ${hostId} として動作を開始しました。${seconds(sampleSeconds)}ごとのスナップショットを ${server} へ送ります${waiting > 0 ? ` (未送信の${snapshots(waiting)})` : ""}`,
  firstDelivery: "最初のスナップショットを届けました",
  deliversAgain: (waiting) => `サーバーが再び応答しています${waiting > 0 ? ` (未送信の${snapshots(waiting)})` : ""}`,
  unavailable: (reason, waiting, waitSeconds) =>
    `サーバーに届きません (${reason})。${snapshots(waiting)}を保管中、次の試行は ${seconds(waitSeconds)}後`,
  unauthorized: (server, waitSeconds) =>
    `サーバーがこのホストの資格情報を認めません (401)。スナップショットは保管し、次の試行は ${seconds(waitSeconds)}後。直すには: berth-agent enrol --server ${server} --token-file FILE`,
  refused: (status, problem, detail) =>
    `サーバーがスナップショットを拒否したため破棄しました (${status} ${problem}${detail ? `: ${detail}` : ""})`,
  clockCorrected: (offset) =>
    `このホストの時計は ${seconds(Math.abs(offset))}${offset < 0 ? "進んで" : "遅れて"}います。以後のスナップショットにはサーバーの時刻を使います`,
  clockTrusted: "このホストの時計が正しくなりました。以後はこの時計を使います",
  sampleSeconds: (every) => `サーバーの設定により、${seconds(every)}ごとにスナップショットを取ります`,
  frameSamples: (count) => `サーバーの設定により、異常がない間は${snapshots(count)}を 1 回の要求で送ります`,
  hostChanged: (dropped) => `このホストは登録し直されました。以前の登録の${snapshots(dropped)}を破棄しました`,
  diskRefuses: (reason) =>
    `ディスクに書き込めません (${reason})。未送信のスナップショットはメモリに置くため、このプロセスが終わると失われます`,
  diskWorks: "ディスクに再び書き込めるようになりました",
  spoolFull: "保管場所がいっぱいです。以後は古いスナップショットから破棄します",
  spoolUnreadable: "保管していたスナップショットを読み戻せなかったため破棄しました",
  snapshotFailed: (detail) => `今回はスナップショットを取れませんでした: ${detail}`,
  judgingFailed: (detail) => `このホスト上でスナップショットを判定できなかったため、該当するものはすぐに送ります: ${detail}`,
  stopped: (kept, lost) =>
    `停止しました${kept > 0 ? ` (${snapshots(kept)}は次の起動まで保管)` : ""}${lost > 0 ? ` (ディスクに書き込めないため${snapshots(lost)}は失われました)` : ""}`,
};
