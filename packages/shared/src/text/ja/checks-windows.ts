import type { WINDOWS_CHECKS, WINDOWS_RULES } from "../../domain/checklist/catalogue/windows.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, sentence } from "../sentence.ts";
import { count, named, observedPercent, percent, portOf, range, within } from "./checks-phrases.ts";

export const windowsChecks: ChecksGroupText<(typeof WINDOWS_CHECKS)[number], (typeof WINDOWS_RULES)[number]> = {
  title: {
    "win-excl": "除外ポート範囲",
    "win-bound": "bind のみで未接続のポート",
    "win-reuse": "Windows の自動再利用と TIME_WAIT",
  },
  looksAt: {
    "win-excl": "Windows が動的ポート範囲から除外しているブロックの割合と、それによって起動できなくなるサービス。",
    "win-bound": "BOUND 状態のソケット (プロセス別) と動的ポート範囲の比較。",
    "win-reuse": "自動再利用ポート範囲と TcpTimedWaitDelay、ポート共有が役立つかどうか。",
  },
  passed: {
    "win-excl": "除外ブロックは動的ポート範囲をほとんど減らしておらず、既知のサービスのポートも含んでいません。",
    "win-bound": "bind のみのポートを多数抱えているプロセスはありません。",
    "win-reuse": "ポートには余裕があり、自動再利用が必要な状況ではありません。",
  },
  rules: {
    "excluded-share": (e) =>
      sentence`除外ブロック ${named(e, "blocks")} 個が ${textOf(e, "protocol") ?? ""} の範囲 ${subjectOf(e)} の ${observedPercent(e)} を占めています: 残り ${named(e, "left")} ポート。`,
    "excluded-refused": (e) =>
      sentence`ポート ${portOf(e, "port")} への bind() が拒否されました (10013)。Windows の除外ブロック ${subjectOf(e)} に含まれるためで、ほかのプログラムが待ち受けているわけではありません。`,
    "excluded-service": (e) =>
      sentence`ポート ${portOf(e, "port")} (${textOf(e, "service") ?? ""}) は、管理者が設定したものではない除外ブロック ${subjectOf(e)} に含まれます。サービスはここで待ち受けできません。ブロックの位置は再起動のたびに変わります。`,
    "excluded-is": (e) =>
      numberOf(e, "taken") === 0
        ? sentence`${textOf(e, "protocol") ?? ""} の範囲 ${subjectOf(e)} に除外ブロックはありません。`
        : sentence`除外ブロック ${named(e, "blocks")} 個が ${textOf(e, "protocol") ?? ""} の範囲 ${subjectOf(e)} の ${percent(e.observed)} を占めています。`,

    "bound-pool-share": (e) =>
      sentence`bind のみで未接続のポートが ${named(e, "total")} 個あります: 割り当て可能な ${named(e, "capacity")} ポートの ${observedPercent(e)}。`,
    "bound-process": (e) =>
      sentence`${subjectOf(e)} (PID ${portOf(e, "pid")}) は、bind したまま接続していないポートを ${count(e.observed)} 個保持しています。ソケットが閉じられていません。`,
    "bound-is": (e) =>
      sentence`bind のみで未接続のポートが最も多いのは ${subjectOf(e)} (PID ${portOf(e, "pid")}) の ${count(e.observed)} 個です。`,

    "auto-reuse-would-help": (e) =>
      sentence`TCP${within(e)} は ${named(e, "capacity")} ポートのうち ${named(e, "used")} (${observedPercent(e)}) を使用中で、自動再利用の範囲が未設定のため、宛先間でポートを共有できません。すべての接続が 1 つのサーバー宛てなら効果はありません。`,
    "auto-reuse-is": (e) =>
      numberOf(e, "isOff") === 1
        ? sentence`自動再利用ポート範囲は未設定です。接続ごとにポートを 1 つ使います。`
        : sentence`自動再利用の範囲は ${range(e, "reuse")} です。これを要求するソケットは宛先間でポートを共有します。`,
    "timed-wait-is": (e) =>
      numberOf(e, "isDefault") === 1
        ? sentence`TcpTimedWaitDelay は未設定です。Microsoft の文書は既定値を 2 分とするものと 4 分とするものがあります。`
        : sentence`TcpTimedWaitDelay は ${figure(String(e.observed))} 秒です。`,
  },
};
