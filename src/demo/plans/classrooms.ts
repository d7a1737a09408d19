/** Ada's plan on which Ben no longer works: his role is there and not active, so he does not see it. */
import { access, planVisibility, prose, type DemoPlan } from "../demo-plan.ts";

export const classrooms: DemoPlan = {
  columns: {
    title: "Air in classrooms: can cheap sensors be trusted?",
    description: prose`
      <p>Forty classrooms get two cheap sensors for carbon dioxide each, and for one week a month a calibrated
        instrument beside them. We want to know after how many months the cheap ones drift, and whether opening a window
        for two minutes is enough to set them right again.</p>`,
    visibility: planVisibility.organisation,
    start_date: new Date("2025-09-01"),
    end_date: new Date("2026-08-31"),
    ethical_issues: false,
    created_at: new Date("2025-08-20T11:00:00Z"),
    updated_at: new Date("2026-01-30T13:41:18Z"),
  },
  template: "university",
  roles: [
    { person: "ada", access: access.owner },
    { person: "ben", access: access.editor, active: false },
  ],
  researchDomain: "1.5",
  contributors: [
    {
      name: "Ada Achterberg",
      email: "ada@example.org",
      orcid: "0000-0000-0000-001X",
      organisation: "university",
      roles: ["investigation"],
    },
  ],
  answers: {
    data: prose`
      <p>A value a minute from eighty sensors, and from the instrument when it is there. The schools give us the
        timetable, so that we know when a room was empty.</p>`,
    kinds: { options: ["Measurements by instruments"] },
    volume: { options: ["Less than 10 GB"] },
    storageCost: "None: it fits into what every project gets.",
    personal: { options: ["Not yet known"], comment: "<p>A timetable may name a teacher.</p>" },
  },
};
