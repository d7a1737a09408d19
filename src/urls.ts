/** Every URL by name. Pages, redirects, routes and tests use these. */

export const urls = {
  home: "/",
  signIn: "/users/sign_in",
  signOut: "/users/sign_out",
  plansPage: "/plans",
  profile: "/users/edit",
  apiAccess: "/users/edit#api-details",

  internalUserAccessToken: "/api/v2/internal_user_access_token",
  heartbeat: "/api/v2/heartbeat",
  me: "/api/v2/me",
  plans: "/api/v2/plans",
  templates: "/api/v2/templates",
  openApi: "/api/v2/openapi.json",
  apiDocs: "/api/v2/docs",

  liveness: "/healthz",
  readiness: "/readyz",

  styles: "/assets/tollgate.css",
  pressScript: "/assets/press.js",
  copyScript: "/assets/copy.js",
  tokenFieldScript: "/assets/token-field.js",
  tryScript: "/assets/try.js",
  readPlansScript: "/assets/read-plans.js",
  clientScript: "/assets/client/dmp-client.js",
  clientErrorScript: "/assets/client/dmp-error.js",
} as const;

/** Without its suffix, as the router knows it. */
export const openApiRoute = urls.openApi.replace(/\.json$/, "");

/** Where the API answers one plan, one template. */
export const planRoute = `${urls.plans}/:id`;
export const templateRoute = `${urls.templates}/:id`;

export function planUrl(id: number): string {
  return planRoute.replace(":id", String(id));
}

export function templateUrl(id: number): string {
  return templateRoute.replace(":id", String(id));
}

/** The same as absolute addresses below a service's own, such as `https://dmp.example.org`. */
export function planUrlsAt(baseUrl: string): (id: number) => string {
  return (id) => baseUrl + planUrl(id);
}

/** Where a person sees what the API answers of one plan. */
export const planPageRoute = `${urls.plansPage}/:id`;

export function planPageUrl(id: number): string {
  return planPageRoute.replace(":id", String(id));
}

/** Where DMPRoadmap makes a new legacy token. It ignores the id, and so do we: it is always one's own. */
export const legacyTokenRoute = "/users/:id/refresh_token";

export function legacyTokenUrl(userId: number): string {
  return legacyTokenRoute.replace(":id", String(userId));
}

/** Of a server without a public address. */
export function localUrl(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

export const rdaStandardUrl = "https://github.com/RDA-DMP-Common/RDA-DMP-Common-Standard";

/** The sign-in page, which afterwards leads back to `returnTo`, a path on this host. */
export function signInUrl(returnTo: string): string {
  return `${urls.signIn}?${new URLSearchParams({ return_to: returnTo })}`;
}

/** Whether a path belongs to the API, whose errors are JSON. Any of its letters may be percent-encoded. */
export function isApiPath(path: string): boolean {
  const start = path
    .split("/", 2)
    .join("/")
    .replace(/%([46-7][0-9a-f])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  return start === "/api";
}
