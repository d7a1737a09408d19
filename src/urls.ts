/** Every URL by name. Pages, redirects, routes and tests use these. */

export const urls = {
  home: "/",
  signIn: "/users/sign_in",
  signOut: "/users/sign_out",
  profile: "/users/edit",
  apiAccess: "/users/edit#api-details",

  internalUserAccessToken: "/api/v2/internal_user_access_token",
  heartbeat: "/api/v2/heartbeat",
  me: "/api/v2/me",

  liveness: "/healthz",
  readiness: "/readyz",

  styles: "/assets/tollgate.css",
  bootstrap: "/assets/bootstrap.min.css",
} as const;

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
