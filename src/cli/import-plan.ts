/** `tollgate import-plan`: files of the RDA DMP Common Standard become plans. */
import { parseArgs } from "node:util";
import { isRailsDatabase } from "../db/migrate.ts";
import type { Deps } from "../deps.ts";
import { OperatorError } from "../operator-error.ts";
import { planUrlsAt } from "../urls.ts";
import { findUserByEmail, normaliseEmail, type FoundUser } from "../users/find-user.ts";
import { isActive } from "../users/user.ts";
import { importFiles } from "./import-files.ts";
import { print } from "./print.ts";
import { createProgressBar } from "./progress-bar.ts";
import { apiBaseUrlOf, withMigratedDeps } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  const { values, positionals: files } = parseArgs({
    args: argv,
    options: {
      owner: { type: "string" },
      "dry-run": { type: "boolean" },
      json: { type: "boolean" },
      attached: { type: "boolean" },
    },
    allowPositionals: true,
  });
  if (files.length === 0) throw new OperatorError("Say which files to import.");
  if (!values.owner) throw new OperatorError("Say whose the plans become: --owner ADDRESS.");
  const address = values.owner;
  await withMigratedDeps(async (deps, config) => {
    if ((await isRailsDatabase(deps.db)) && !values.attached) throw new OperatorError(pastRails);
    const owner = await requireOwner(deps, address);
    const { refused, replacing } = await importFiles(deps.db, files, {
      owner,
      planUrl: planUrlsAt(apiBaseUrlOf(config)),
      dryRun: values["dry-run"] ?? false,
      json: values.json ?? false,
      print,
      progress: createProgressBar(process.stderr, files.length),
    });
    if (replacing > 0) {
      process.stderr.write(
        `${replacing} files had the dmp_id of an earlier one and replaced it.\n`,
      );
    }
    if (refused > 0) {
      throw new OperatorError(`${refused} of ${files.length} files were not imported.`);
    }
  });
}

const pastRails =
  "This is DMPRoadmap's database. An import writes into its tables past Rails: none of Rails' checks and callbacks run," +
  " nobody gets an e-mail, no DMP ID is registered, and funders, hosts and licences that are new become part of its" +
  " lists. If you want that all the same, give --attached.";

async function requireOwner({ db }: Deps, address: string): Promise<FoundUser> {
  const user = await findUserByEmail(db, normaliseEmail(address));
  if (!user) throw new OperatorError(`Nobody has the address ${address}.`);
  if (!isActive(user)) throw new OperatorError(`The account of ${address} is deactivated.`);
  return user;
}
