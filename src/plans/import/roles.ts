/** What contributors did, in DMPRoadmap's four roles. */
import { contributorRoles } from "../plan.ts";

/** Words of CRediT and DataCite, and those that plans often have, without spaces, dashes and capitals. */
const words: Record<string, keyof typeof contributorRoles> = {
  datacuration: "data_curation",
  datacurator: "data_curation",
  datamanager: "data_curation",
  datasteward: "data_curation",
  investigation: "investigation",
  investigator: "investigation",
  principalinvestigator: "investigation",
  researcher: "investigation",
  projectadministration: "project_administration",
  projectleader: "project_administration",
  projectmanager: "project_administration",
};

/** A bit flag of `contributors.roles`; what DMPRoadmap has no word for is "other". */
export function roleFlag(role: string): number {
  const word =
    role
      .split("/")
      .at(-1)
      ?.toLowerCase()
      .replaceAll(/[\s_-]/g, "") ?? "";
  return contributorRoles[Object.hasOwn(words, word) ? (words[word] ?? "other") : "other"];
}

/** Everybody has one. */
export function roleFlags(roles: readonly string[]): number {
  return roles.reduce((flags, role) => flags | roleFlag(role), 0) || contributorRoles.other;
}
