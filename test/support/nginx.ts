/** Debian's nginx in a process of its own, with a server configuration such as an operator would save in `conf.d`. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endServer, path, spawnServer } from "./debian-server.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import { isOpen } from "./is-open.ts";

const isMissing = (program: string, argument: string) =>
  spawnSync(program, [argument], { env: { PATH: path } }).status !== 0;

/** Why tests that need nginx are skipped, or false. */
export const withoutNginx = isMissing("nginx", "-v")
  ? "no nginx"
  : isMissing("openssl", "version")
    ? "no nginx with a certificate: openssl is missing"
    : false;

/** Sends each request to the next of the servers, whoever asks, as balancers do. */
export async function startBalancer(servers: readonly string[]): Promise<Balancer> {
  const port = await freePort();
  const nginx = await startNginx(
    ["localhost"],
    port,
    () => `
      upstream tollgate {
        ${servers.map((url) => `server ${new URL(url).host};`).join("\n")}
        keepalive 64;
      }
      server {
        listen 127.0.0.1:${port};
        keepalive_requests 1000000;
        location / {
          proxy_pass http://tollgate;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_next_upstream off;
        }
      }`,
  );
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: nginx[Symbol.asyncDispose] };
}

export type Balancer = AsyncDisposable & { url: string };

export type Nginx = AsyncDisposable & {
  /** What `nginx -t` said. */
  verdict: string;
  /** The certificate that it shows. */
  certificate: string;
};

/**
 * `configuration`: given the paths of a certificate and of its key, for these names. `port`: one that it listens on.
 * @throws Error with what `nginx -t` says if it is wrong
 */
export async function startNginx(
  names: readonly string[],
  port: number,
  configuration: (files: { certificate: string; key: string }) => string,
): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), "tollgate-nginx-"));
  const files = { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
  const subject = [
    "-subj",
    "/CN=localhost",
    "-addext",
    `subjectAltName=DNS:${names.join(",DNS:")}`,
  ];
  const output = ["-keyout", files.key, "-out", files.certificate];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject, ...output],
    {
      stdio: "pipe",
    },
  );
  const main = join(folder, "nginx.conf");
  await writeFile(main, mainConfiguration(folder, configuration(files)));
  const command = ["nginx", "-p", folder, "-e", join(folder, "error.log"), "-c", main];
  const test = spawnSync("env", [...command, "-t"], { env: { PATH: path }, encoding: "utf8" });
  if (test.status !== 0) throw new Error(test.stderr);

  const shell = spawnServer(command);
  shell.stderr.pipe(process.stderr);
  await eventually("nginx listens", async () => {
    if (shell.exitCode !== null) throw new Error(await readFile(join(folder, "error.log"), "utf8"));
    return await isOpen(`http://127.0.0.1:${port}`);
  });
  return {
    verdict: test.stderr,
    certificate: await readFile(files.certificate, "utf8"),
    [Symbol.asyncDispose]: async () => await endServer(shell, folder),
  };
}

function mainConfiguration(folder: string, servers: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join("\n");
  return `
    daemon off;
    master_process off;
    pid ${folder}/pid;
    events {}
    http {
      access_log off;
      ${temporary}
      ${servers}
    }`;
}
