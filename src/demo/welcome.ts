/** What a newcomer needs to read, once the server listens. */
import { urls } from "../urls.ts";
import { password, people } from "./people.ts";

export function welcome(address: string, { withPeople }: { withPeople: boolean }): string {
  const curl = `curl -H "Authorization: Bearer YOUR-TOKEN"`;
  return [
    "",
    "Tollgate is open. Make a token at",
    "",
    `  ${address}${urls.apiAccess}`,
    "",
    ...(withPeople ? accounts() : []),
    "Then use it:",
    "",
    `  ${curl} ${address}${urls.me}`,
    `  ${curl} "${address}${urls.plans}?complete=true"`,
    "",
    "",
  ].join("\n");
}

function accounts(): string[] {
  const all = Object.values(people);
  const width = Math.max(...all.map(({ email }) => email.length));
  return [
    `Demo accounts, all with the password ${password}:`,
    "",
    ...all.map(({ email, about }) => `  ${email.padEnd(width)}  ${about}`),
    "",
  ];
}
