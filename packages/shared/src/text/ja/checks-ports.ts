import type { PORTS_CHECKS, PORTS_RULES } from "../../domain/checklist/catalogue/ports.ts";
import type { ChecksGroupText } from "../checks.ts";
import { portsRules } from "./checks-rules.ts";

export const portsChecks: ChecksGroupText<(typeof PORTS_CHECKS)[number], (typeof PORTS_RULES)[number]> = {
  title: {
    "eph-dest": "宛先別のポート使用率",
    "eph-host": "全宛先で共有するポート",
    "tw-dest": "宛先別の TIME_WAIT",
    closewait: "CLOSE_WAIT の滞留",
    "listen-in-range": "範囲内のリスナー",
    "range-sane": "エフェメラルポート範囲",
    "ct-use": "conntrack テーブル",
    "tw-reuse": "TIME_WAIT の再利用",
  },
  looksAt: {
    "eph-dest": "送信元と宛先の組ごとに、容量のうち何ポートを使ったか。",
    "eph-host": "送信元ごとの bind 先行プール、UDP、使用中のローカルポートの総数。",
    "tw-dest": "一つの組で 60 秒の待ちに入り、まだ引き継げないポートの割合。",
    closewait: "相手は閉じたのにアプリケーションが閉じていない接続 (直近 30 分)。",
    "listen-in-range": "カーネルがクライアント接続に割り当てうるポートで待ち受けるサービス。",
    "range-sane": "ip_local_port_range の大きさ、偶奇、重なり (予約済みポートを除く)。",
    "ct-use": "nf_conntrack_max に対する nf_conntrack のエントリー数。",
    "tw-reuse": "tcp_tw_reuse と tcp_timestamps の値、再利用がここで役立つか。",
  },
  passed: {
    "eph-dest": "どの組にもポートの余裕があります。",
    "eph-host": "共有プールに余裕があります。",
    "tw-dest": "TIME_WAIT がポートの多くを占める組はありません。",
    closewait: "CLOSE_WAIT が滞留している組はありません。",
    "listen-in-range": "範囲内の未予約ポートで待ち受け続けるサービスはありません。",
    "range-sane": "範囲は十分に広く、ポート数は偶数で、リスナーとも重なりません。",
    "ct-use": "conntrack テーブルに空きがあります。",
    "tw-reuse": "再利用の設定に矛盾はありません。",
  },
  rules: portsRules,
};
