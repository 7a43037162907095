import type { ChecksText } from "../checks.ts";
import { clusterChecks } from "./checks-cluster.ts";
import { exhaustionChecks } from "./checks-exhaustion.ts";
import { firewallChecks } from "./checks-firewall.ts";
import { gap } from "./checks-gaps.ts";
import { hostChecks } from "./checks-host.ts";
import { portsChecks } from "./checks-ports.ts";
import { engineRules } from "./checks-rules.ts";
import { servicesChecks } from "./checks-services.ts";
import { windowsChecks } from "./checks-windows.ts";
import { diagnosisRules } from "./diagnosis-rules.ts";

export const checks: ChecksText = {
  status: { pass: "正常", warn: "警告", fail: "重大", unknown: "不明", not_applicable: "対象外" },
  founding: {
    1: "エフェメラルポート範囲",
    2: "範囲の使用状況",
    3: "TIME_WAIT",
    4: "ファイアウォールと戻りの通信",
    5: "コネクションプール",
    6: "発生した失敗",
    7: "設定とその変更",
  },
  title: {
    ...portsChecks.title,
    ...exhaustionChecks.title,
    ...firewallChecks.title,
    ...hostChecks.title,
    ...clusterChecks.title,
    ...windowsChecks.title,
    ...servicesChecks.title,
  },
  looksAt: {
    ...portsChecks.looksAt,
    ...exhaustionChecks.looksAt,
    ...firewallChecks.looksAt,
    ...hostChecks.looksAt,
    ...clusterChecks.looksAt,
    ...windowsChecks.looksAt,
    ...servicesChecks.looksAt,
  },
  passed: {
    ...portsChecks.passed,
    ...exhaustionChecks.passed,
    ...firewallChecks.passed,
    ...hostChecks.passed,
    ...clusterChecks.passed,
    ...windowsChecks.passed,
    ...servicesChecks.passed,
  },
  rules: {
    ...portsChecks.rules,
    ...exhaustionChecks.rules,
    ...firewallChecks.rules,
    ...hostChecks.rules,
    ...clusterChecks.rules,
    ...windowsChecks.rules,
    ...servicesChecks.rules,
    ...engineRules,
    ...diagnosisRules,
  },
  needs: {
    "second-snapshot": "破棄は 2 回の観測の差から分かります。",
    "opens-seen": "ここでは TIME_WAIT から頻度が分かりません。新しい接続は 2 回の観測の差から分かります。",
    "two-minutes": "続くかどうかの判定には 2 分の履歴が必要です。",
    "five-minutes": "滞留の判定には 5 分以上の履歴が必要です。",
    "ten-minutes": "リスナーが常駐かどうかの判定には 10 分の履歴が必要です。",
    "five-samples": "予測には 5 回以上の観測が必要です。",
    "half-an-hour": "増え続けているかの判定には 30 分の履歴が必要です。",
    declaration: "ホストからは見えません。外部への経路を申告してください。",
  },
  notApplicable: {
    platform: "この OS は対象外です。",
    "conntrack-not-loaded": "このホストでは接続追跡 (conntrack) が読み込まれていません。",
    "no-packet-filter": "このホストではパケットフィルターが読み込まれていません。",
    "no-nat": "このホストと外部の間に NAT はないと申告されています。",
    "no-kubernetes": "このホストは Kubernetes のノードではありません。",
    "no-containers": "このホストで公開ポートを持つコンテナーはありません。",
    "no-sidecar": "このホストでサイドカープロキシは動いていません。",
    "no-allowances": "このカウンターを持つインターフェースはありません。",
    "no-such-service": "このホストでそのサービスは動いていません。",
  },
  gap,
  unknown: "判定できません。",
};
