interface Listed {
  method: string;
  path: string;
}

/** Methods that an address takes, by the route table (`{name}` stands for one segment); empty where there is no such address. */
export function allowedMethods(routes: readonly Listed[], path: string): string[] {
  const methods = routes.filter((route) => pattern(route.path).test(path)).map(({ method }) => method.toUpperCase());
  return methods.includes("GET") ? [...methods, "HEAD"] : methods;
}

const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);
