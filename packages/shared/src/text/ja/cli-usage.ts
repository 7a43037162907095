import type { ChangeFault, UsageProblem } from "../cli-usage.ts";

const FAULT: Record<ChangeFault, string> = {
  "unknown-setting": "ポートに関わる設定ではありません",
  "no-assignment": "キー=値 の形で書いてください",
  "not-a-range": "範囲は最初と最後の 2 つのポートで書いてください",
  reversed: "最初のポートが最後のポートより大きくなっています",
  "past-the-last-port": "ポートは 1 から 65535 です",
  "not-a-port-list": "ポートの一覧は 8080,9148-9150 のように書いてください",
  "out-of-bounds": "指定できる数ではありません",
};

export function cliUsage(problem: UsageProblem): string {
  switch (problem.kind) {
    case "no-command":
      return "コマンドがありません。使い方: berth-agent --help";
    case "unknown-command":
      return `コマンド ${problem.name} はありません。${problem.nearest ? `${problem.nearest} のことですか? ` : ""}使い方: berth-agent --help`;
    case "unknown-flag":
      return `フラグ ${problem.flag} はありません。${problem.nearest ? `${problem.nearest} のことですか? ` : ""}使えるフラグ: ${problem.known.join(" ")}`;
    case "flag-needs-value":
      return `${problem.flag} には値が必要です: ${problem.example}`;
    case "flag-takes-no-value":
      return `${problem.flag} に値は付けられません: ${problem.flag} だけを書いてください`;
    case "flag-missing":
      return `${problem.flag} がありません: ${problem.example}`;
    case "flag-repeated":
      return `${problem.flag} が複数あります: 値は 1 つだけにしてください`;
    case "bad-value":
      return `${problem.flag} に ${problem.value} は指定できません: 使える値は ${problem.expected} です`;
    case "nothing-to-explain":
      return `${problem.id} という確認項目や原因はありません。近いもの: ${problem.nearest.join("、")}`;
    case "unknown-remedy":
      return `${problem.id} という対処はありません。近いもの: ${problem.nearest.join("、")}`;
    case "flag-alone":
      return `${problem.flag} と ${problem.other} は同時に指定できません。どちらかを外してください`;
    case "bad-server":
      return `--server に ${problem.value} は指定できません: https://berth.example のように、ユーザー名、クエリー、フラグメントのないアドレスを書いてください`;
    case "flag-needs-flag":
      return `${problem.flag} は ${problem.needed} と一緒にだけ使えます`;
    case "replay-unreadable":
      return `${problem.folder} を読み取れません (${problem.reason}): --replay にはファイルを集めたフォルダーを指定してください (例: --replay ./bundle)`;
    case "replay-empty":
      return `${problem.folder} に、既知のコマンドの名前を持つファイル (netstat_-ano.txt、proc_net_tcp.txt など) がありません`;
    case "replay-os-unknown":
      return `${problem.folder} のファイル (${problem.files.join("、")}) からはシステムの種類が分かりません: --os linux、windows、darwin、freebsd のいずれかを付けてください`;
    case "bad-change":
      return `${problem.flag} に ${problem.value} は指定できません。${FAULT[problem.fault]}。例: ${problem.example}`;
    case "unexpected-argument":
      return `余分な引数です: ${problem.argument} を取り除いてください`;
  }
}
