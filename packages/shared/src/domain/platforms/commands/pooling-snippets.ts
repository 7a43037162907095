import type { Instruction } from "./instruction.ts";
import { POOLING_PROXIES } from "./pooling-proxies.ts";

/** How one library or server keeps connections open. `runtimes` are names as the agent reports them. */
export interface PoolingSnippet {
  name: string;
  runtimes: readonly string[];
  code: string;
}

const LIBRARIES: readonly PoolingSnippet[] = [
  {
    name: "Python requests",
    runtimes: ["python"],
    code: `session = requests.Session()  # one for each process, not for each call
adapter = HTTPAdapter(pool_connections=20, pool_maxsize=50, pool_block=True)
session.mount("https://", adapter)
session.mount("http://", adapter)`,
  },
  {
    name: "Python httpx",
    runtimes: ["python"],
    code: "client = httpx.Client(limits=httpx.Limits(max_connections=50, max_keepalive_connections=50, keepalive_expiry=30))",
  },
  {
    name: "Python SQLAlchemy",
    runtimes: ["python"],
    code: `# for each process: multiply by the number of workers
engine = create_engine(url, pool_size=20, max_overflow=5, pool_recycle=3600)`,
  },
  {
    name: "Python psycopg",
    runtimes: ["python"],
    code: "pool = ConnectionPool(dsn, min_size=4, max_size=20, max_idle=600, max_lifetime=3600)",
  },
  {
    name: "Node.js http",
    runtimes: ["node"],
    code: `const agent = new http.Agent({ keepAlive: true, maxSockets: 50, maxFreeSockets: 50, scheduling: "lifo" });
http.request({ agent, host, path }); // pass it on every call`,
  },
  {
    name: "Node.js undici, fetch",
    runtimes: ["node"],
    code: `setGlobalDispatcher(new Agent({ connections: 50 }));
// read or cancel every body: one that is not read keeps its socket
await response.body?.cancel();`,
  },
  {
    name: "Go net/http",
    runtimes: ["go"],
    code: `t := http.DefaultTransport.(*http.Transport).Clone()
t.MaxIdleConnsPerHost = 100 // 2 by default
t.MaxConnsPerHost = 100
client := &http.Client{Transport: t} // one for the whole program
// after each response:
io.Copy(io.Discard, resp.Body)
resp.Body.Close()`,
  },
  {
    name: "Java Apache HttpClient",
    runtimes: ["java"],
    code: `PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
pool.setMaxTotal(200);
pool.setDefaultMaxPerRoute(50);
// after each response: EntityUtils.consume(response.getEntity());`,
  },
  {
    name: "Java OkHttp",
    runtimes: ["java"],
    code: "new OkHttpClient.Builder().connectionPool(new ConnectionPool(50, 5, TimeUnit.MINUTES)).build(); // one, shared",
  },
  {
    name: "Java HttpClient",
    runtimes: ["java"],
    code: "static final HttpClient CLIENT = HttpClient.newHttpClient(); // its pool is its own",
  },
  {
    name: "Java HikariCP",
    runtimes: ["java"],
    code: `config.setMaximumPoolSize(20);
config.setMaxLifetime(1_500_000); // below the server's and the firewall's limit`,
  },
  {
    name: ".NET HttpClient",
    runtimes: ["dotnet"],
    code: `static readonly HttpClient Client = new(new SocketsHttpHandler {
    PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    MaxConnectionsPerServer = 50,
});`,
  },
  {
    name: "PHP-FPM",
    runtimes: ["php", "php-fpm"],
    code: `; one request, one process, one set of connections: keep them beyond the request
$db = new PDO($dsn, $user, $password, [PDO::ATTR_PERSISTENT => true]);
$redis->pconnect("10.4.7.21", 6379);`,
  },
  {
    name: "Ruby",
    runtimes: ["ruby"],
    code: `http = Net::HTTP::Persistent.new(name: "api", pool_size: 20)
# with Faraday: conn.adapter :net_http_persistent, pool_size: 20`,
  },
  {
    name: "Redis clients",
    runtimes: ["python", "node", "go", "java", "php", "ruby", "dotnet"],
    code: `# one client for the whole process: redis-py, Jedis and go-redis pool, Lettuce multiplexes
redis.Redis(connection_pool=redis.ConnectionPool(host="10.4.7.21", max_connections=50))`,
  },
];

const ALL: readonly PoolingSnippet[] = [...LIBRARIES, ...POOLING_PROXIES];

/** For the runtime where it is known, else every one. */
export function poolingSnippets(runtime: string | null): Instruction[] {
  const fitting = ALL.filter(({ runtimes }) => runtime !== null && runtimes.includes(runtime.toLowerCase()));
  return (fitting.length > 0 ? fitting : ALL).map(({ name, code }) => ({ tool: "code", target: name, apply: code, undo: null }));
}
