import type { WebText } from "../web.ts";
import { webChart } from "./web-chart.ts";
import { webEnrolment } from "./web-enrolment.ts";
import { webFleet } from "./web-fleet.ts";
import { webHistory } from "./web-history.ts";
import { webHost } from "./web-host.ts";
import { webTrends } from "./web-trends.ts";

const age = (seconds: number): string => {
  if (seconds < 60) return `${Math.floor(seconds)} 秒`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} 時間`;
  return `${Math.floor(seconds / 86_400)} 日`;
};

export const web: WebText = {
  skipToContent: "本文へ移動",
  mainNavigation: "メイン",
  fleetLink: "フリート",
  trendsLink: "推移",
  breadcrumb: "現在の場所",
  language: "言語",
  theme: { label: "配色", system: "システム", light: "ライト", dark: "ダーク" },
  close: "閉じる",
  copy: "コピー",
  copied: "コピーしました",
  age,
  ago: (seconds) => (seconds < 1 ? "たった今" : `${age(seconds)}前`),
  timesIn: (zone) => `時刻は ${zone}`,
  unknownFigure: (reason) => `不明: ${reason}`,
  unlimited: "上限なし",
  noAnswer: {
    title: "Berth が応答しません。",
    detail: "下の数値は最後に受け取ったものです。再試行を続けており、応答があれば自動で再開します。",
  },
  signIn: {
    title: "このブラウザーはサインインしていません",
    detail: "サインイン用リンクは一度しか使えません。Berth のフォルダーでもう一度起動し、最後の行に表示されるアドレスを開いてください:",
    command: "npm start",
    remote: "別の人が Berth を運用している場合は、新しいリンクを依頼してください。",
  },
  missing: {
    title: "このアドレスには何もありません",
    detail: "ホストが削除されたか、リンクが途中で切れている可能性があります。",
    action: "フリートへ",
  },
  trouble: {
    unreachable: {
      title: "API に接続できません",
      detail:
        "ターミナルで Berth (npm start) が動いているか確認してください。データは失われません。エージェントがスナップショットを保管し、あとで送ります。",
    },
    failed: {
      title: "API が応答できませんでした",
      detail: (status) =>
        `応答は ${status} でした。Berth の出力の最後の数行に原因が出ています。ディスクがいっぱいなら空きを作り、Berth を起動し直してください。`,
    },
    page: {
      title: "このページを表示できませんでした",
      detail: "フリートではなく Berth 側の不具合です。再読み込みしても直らない場合は、下の参照番号を添えて報告してください。",
    },
    reference: (id) => `参照番号 ${id}`,
    retry: "再試行",
  },
  fleet: webFleet,
  host: webHost,
  history: webHistory,
  trends: webTrends,
  chart: webChart,
  enrolment: webEnrolment,
};
