import type { CliText } from "../cli.ts";

const LANG = `  --lang en|ja          言語。省略時は LC_ALL、LC_MESSAGES、LANG の順に決まる
  --help                このページ`;

const PASSIVE = `  --passive             誰がポートを取ったかをソケットの一覧から推定する。
                        指定しなければ、パケットを送らずカーネルに問い合わせる`;

const LOGS = `  --logs FILE           ジャーナルのほかに読むログ。複数回指定できる`;

const DECLARATIONS = `  --egress KIND[:N]     外部への経路: none、aws-nat-gateway:2 (アドレス数)、
                        azure-load-balancer:60 (台数)、azure-app-service、
                        azure-nat-gateway:1、gcp-cloud-nat:64 (ポート数)
  --nacl PORTS          ネットワーク ACL が通すポート: 1024-65535`;

const STATE_DIR = `  --state-dir DIR       エージェントのフォルダー。省略時は BERTH_STATE_DIR、
                        なければ root は /var/lib/berth-agent、ほかは
                        $XDG_STATE_HOME/berth-agent または
                        ~/.local/state/berth-agent`;

const REPLAY = `  --replay DIR          別のホストを、コマンド名を付けた出力ファイルから判定する
                        (一覧は docs/collect-a-bundle.md)
  --os linux|windows|darwin|freebsd
                        ファイルから分からないときに、その OS を指定する`;

export const cliHelp: CliText["help"] = {
  overview: `berth-agent: このホストにエフェメラルポートがあと何個、誰に、どこへ向けて残るか

使い方: berth-agent コマンド [フラグ]

  check       このホストを今判定する: 判定、組、チェックリスト
  top         障害の最初の 1 分を端末に表示
  what-if     変更の効果を事前に計算する。打てる手を順位付けする
  lint        sysctl ファイルや netsh スクリプトの影響を調べる
  headroom    1 つの宛先へあと何本の接続を開けるか
  snapshot    サーバーへ送られる内容をそのまま表示する
  doctor      ここから見えないものと、見えるようにする方法
  enrol       登録トークンをこのホスト専用の資格情報に替える
  run         数秒ごとにスナップショットを取り、送る
  version     バージョンを表示する

${LANG}

詳しくは berth-agent コマンド --help。check、headroom、snapshot は何も送らず、
サーバーも要りません。終了コード 64: コマンドラインの誤り。
`,
  commands: {
    check: `berth-agent check: このホストを今判定する。何も送らず、サーバーも要らない

使い方: berth-agent check [--json] [--explain ID] [--strict] [--passive]
                         [--logs FILE]… [--egress KIND] [--nacl PORTS]
                         [--color WHEN]

  --json                ページの代わりに JSON オブジェクトを 1 つ出力する
  --explain ID          確認項目または原因について、現在の数値、規則、対処、
                        してはならない場合、確かめ方を表示する (説明は英語)
  --strict              確認できなかった項目も数える: 終了コード 3
  --color auto|always|never
                        auto は端末なら色を付ける (NO_COLOR があれば付けない)
${PASSIVE}
${LOGS}
${DECLARATIONS}
${REPLAY}
${LANG}

終了コード: 2 不合格がある · 1 警告がある · 3 範囲かポートの使用状況を読めない
0 いずれでもない · 64 コマンドラインの誤り

棒は 使用 ÷ 容量 で、50、60、80 % に線がある。1 つの組が 50 % を超えると
connect() が遅くなり、60 % を超えると警告、80 % を超えると不合格になる。

--json は少なくとも次の項目をこの順に出力する (以後の版で項目が増えうる):
  version      1
  verdict      {status, checkId, sentence, evidence}
  cause        原因を示す ID (決まった一覧から 1 つ)。不足していなければ
               not-port-exhaustion、分からなければ unknown
  evidence     [{sentence, rule, subject, observed, limit, unit, figures}]
  rivals       [{cause, standing, evidence[]}] (可能性の高い順)。standing は
               possible、unknown、excluded のいずれか
  remedies     対処 (良いものから順に)
  exitCode     このコマンドの終了コード
  capturedAtMs このホストの時計でのエポックミリ秒
  checks       [{id, founding, status, sentence, evidence[], notes[],
               causes[], why}]
  tuples       [{namespaceId, namespace, source, destination, capacity, used,
               usedRatio, headroom{low,high,best,unlimited},
               closesPerSecond}] (余裕の少ない順)
  pools        [{namespaceId, namespace, source, capacity, used, usedRatio,
               headroom, boundInactive}] (余裕の少ない順)
  gaps         [{part, reason, namespaceId, hint}]
  replay       --replay のときだけ: {unknownFiles[], unusedFiles[]}
status は pass、warn、fail、unknown、not_applicable のいずれか。
比率は 0 から 1。当てはまらないものは null か空になる。
`,
    top: `berth-agent top: 障害の最初の 1 分を端末に表示

使い方: berth-agent top [--interval 秒] [--once] [--json] [--passive]

  --interval 秒         1 から 60。省略時は 1。観測に時間がかかる場合は、
                        全体の 10 分の 1 を超えないよう間隔を延ばします
  --once                1 ページだけ出力して終了
  --json                観測ごとに JSON オブジェクト 1 個: {version,
                        capturedAtMs, verdict, cause, failures[], ports[]}
${LANG}

何も送信せず、サーバーも要りません。キー: 矢印か j k で選択とスクロール、Enter
で詳細、Esc で戻る、c チェック、r 対策、p 停止、? 説明、q 終了。root なら失敗を
起きた時点で、どのプロセスのものかとともに示します。
`,
    "what-if": `berth-agent what-if: 変更の効果を、実際に変える前に計算する

使い方: berth-agent what-if [--set キー=値]… [--reserve ポート]… [--pool N]
                            [--sources N] [--destinations N] [--no-port]
                            [--passive] [--json]
        berth-agent what-if      このホストで打てる手を良い順に示す
        berth-agent what-if --remedy ID     その 1 つを全コマンド付きで示す

  --set キー=値         net.ipv4.ip_local_port_range="15000 64999"、
                        net.ipv4.ip_local_reserved_ports、net.ipv4 の
                        tcp_tw_reuse、tcp_tw_reuse_delay、tcp_timestamps、
                        tcp_max_tw_buckets。複数回指定できる
  --reserve ポート      30000-32767,50051。予約済みのものに加える
  --pool N              1 本の接続が運ぶ要求の数
  --sources N           負荷を分ける送信元アドレスの数
  --destinations N      負荷を分ける相手側のアドレスかポートの数
  --no-port             プログラムが IP_BIND_ADDRESS_NO_PORT で bind する
  --remedy ID           対処 1 つの全体: 条件、効果、各ツールのコマンド、
                        元に戻す方法、確認方法
  --json                ページの代わりに JSON オブジェクトを 1 つ出力する
${PASSIVE}
${REPLAY}
${LANG}

複数の変更は合わせて計算する。対象はコマンドを実行したネットワーク名前空間。
何も変更しない。ポートに効果のない設定や有害な設定は、理由を添えて却下する
(これも答えなので終了コードは 0)。

--json は少なくとも次を出力する (今後の版で項目が増えることがある):
  version、verdict{sentence}、namespaceId、os、basis (sockets: ポート単位、
  counts: 範囲での推定)、changes[]、isGradual、before と after{range,
  reserved, capacity}、tuples[{source, destination, before, after}]、
  otherTuples、pools[]、collisions[]、refused[]、cautions[]、
  instructions[{tool, target, apply, undo}]
変更を指定しないとき: version、cause、namespaceId、remedies[{id, title,
  standing, step, why, refusal, conditions[], changes[], effect,
  collisions[], risk, whatIf, instructions[], verify}]、folklore[]
--remedy を指定したとき: version、cause、namespaceId、remedy (null: 対象外)

終了コード: 0 答えた · 3 範囲かソケットを読めない · 64 ありえない値
`,
    lint: `berth-agent lint: sysctl ファイルや netsh スクリプトがこのホストに及ぼす影響

使い方: berth-agent lint FILE [--json] [--replay DIR] [--os OS]

  FILE                  sysctl ファイルか netsh スクリプト。- は標準入力
  --json                JSON オブジェクト 1 個: {version, file, exitCode,
                        capacity, findings[{line, key, value, severity,
                        sentence, instead}], notes[]}
  --replay DIR          DIR のファイルが示すホストに対して判定
  --os OS               ファイルから分からない場合: linux、windows、darwin、
                        freebsd
${LANG}

何も変更しません。ポートに関わらない設定は調べません。

終了コード: 2 有害、衝突、または拒否される行がある · 1 効果のない行や注意が
必要な行がある · 0 どちらもない · 64 ファイルまたはフラグが使えない
`,
    headroom: `berth-agent headroom: このホストがあと何本の接続を開けるか

使い方: berth-agent headroom tcp://ADDRESS:PORT [--from ADDRESS] [--json]
        berth-agent headroom udp://[IPV6]:PORT
        berth-agent headroom --bind --from ADDRESS
        berth-agent headroom --queries -

  --from ADDRESS        bind() でポートを取らずに、そのアドレスから接続する
  --bind                宛先なしの bind(ADDRESS, 0) について答える
  --json                答えを 1 行の JSON で出力する
  --queries -           1 行に 1 つの JSON の問いを読み、順に答える
${PASSIVE}
${REPLAY}
${LANG}

真の値は low と high の間にあり、best は最も確からしい値。method は求め方を
示す: exact (ソケットから所有者が分からない全ポートをカーネルに問い合わせた)、
sampled (無作為に選んだ一部だけ。best は推定値)、passive (問い合わせていない。
理由は methodReason)。

名前は解決し、すべてのアドレスについて答える。--queries の問い (1 行に書く):
  {"id":"q1","operation":"connect","protocol":"tcp","family":4,
   "source":null,"destination":{"address":"127.0.0.1","port":9000}}
operation は connect か bind、protocol は tcp か udp、family は 4 か 6。
省略可: noPort、reuseAddress、v6only (false)、range、device (null)。

終了コード: 0 すべて数で答えた · 3 不明がある · 64 使えない問いかフラグがある
`,
    snapshot: `berth-agent snapshot: サーバーへ送られる内容をそのまま表示する

使い方: berth-agent snapshot [--compact] [--passive] [--logs FILE]…
                            [--state-dir DIR]

  --compact             送るときと同じ 1 行。パイプへは常にこの形
${PASSIVE}
${LOGS}
${STATE_DIR}
${REPLAY}
${LANG}

何も送らない。登録済みなら、そのラベルも含める。
`,
    doctor: `berth-agent doctor: ここから見えないものと、見えるようにする方法

使い方: berth-agent doctor [--json]

  --json                JSON オブジェクト 1 個: {version, exitCode,
                        sights[{part, state, gaps[{reason, hint}], lets}]}
${LANG}

何も送信しません。state は seen、partly、unseen、または absent (このホストに
その対象がない) です。

終了コード: 0 すべて見える · 3 見えないものがある
`,
    enrol: `berth-agent enrol: トークンをこのホスト専用の資格情報に替える

使い方: berth-agent enrol --server URL --token-file FILE [--label KEY=VALUE]...

  --server URL          https://berth.example のようなアドレス
  --token-file FILE     トークンを書いたファイル。- は標準入力。
                        トークンをコマンドラインに書くことはない
  --label KEY=VALUE     ホストに付ける表示。複数指定できる
${STATE_DIR}
${LANG}

エージェントのフォルダーに agent.json (モード 0600) を書く。有効な資格情報が
すでにあれば、何も変えずにそう告げる。

終了コード: 0 登録した、または登録済み · 1 できなかった
64 コマンドラインの誤り
`,
    run: `berth-agent run: 数秒ごとにスナップショットを取り、送る

使い方: berth-agent run [--once] [--passive] [--egress KIND] [--nacl PORTS]
                       [--state-dir DIR]

  --once                1 件取り、保管分とともに届けて終わる
${PASSIVE}
${DECLARATIONS}
${STATE_DIR}
${LANG}

サーバーが不在の間、スナップショットはエージェントのフォルダーに置かれる。
最大 8,640 件、50 MB で、古いものから破棄する。順番どおり、一度だけ届ける。
間隔は 5 から 300 秒で、サーバーが決める (初めは 10 秒)。異常がなく、誰も見て
いない間は、何件かを 1 回の要求で送る。ログは標準エラー出力。SIGINT か SIGTERM
を受けると 2 秒以内に終わる。

終了コード: 0 求めに応じて停止した、または --once で届けた · 1 できなかった
`,
    version: `berth-agent version: バージョンと実行環境を表示する

使い方: berth-agent version

${LANG}
`,
  },
};
