/** A funder's template, and the same with what Example University asks its own people in addition. */
import { visibleTo, type DemoSection, type DemoTemplate } from "../demo-template.ts";

const summary: DemoSection = {
  title: "Data summary",
  questions: {
    summary: {
      text: "<p>Summarise the data that the project will produce.</p>",
      format: "text area",
      theme: "data",
    },
    reuse: {
      text: "<p>Will existing data be reused?</p>",
      format: "radio buttons",
      options: ["Yes", "No"],
      theme: "data",
    },
  },
};

const openness: DemoSection = {
  title: "Open data",
  questions: {
    access: {
      text: "<p>Explain what will be open, and why the rest cannot be.</p>",
      format: "text area",
      theme: "sharing",
    },
    delay: {
      text: "<p>How long after the end of the project will the data be open?</p>",
      format: "dropdown",
      options: ["At once", "Within 6 months", "Within 12 months", "Later"],
      theme: "sharing",
    },
  },
};

const universityAddition: DemoSection = {
  title: "Additional questions of Example University",
  questions: {
    places: {
      text: "<p>Which of the university's services will you use?</p>",
      format: "multi select box",
      options: ["Data Store", "Electronic lab notebook", "Survey service", "Transcription service"],
      theme: "storage",
    },
    reviewDate: {
      text: "<p>When shall the research data office look at this plan again?</p>",
      format: "date",
    },
  },
};

export const councilTemplate: DemoTemplate = {
  title: "Example Research Council: outline for applicants",
  description:
    "<p>Attach it to your application. It should not be longer than <strong>two pages</strong>.</p>",
  organisation: "council",
  published: true,
  visibility: visibleTo.everybody,
  locale: "en-GB",
  is_default: false,
  version: 1,
  family_id: 1002,
  phases: [
    {
      title: "Outline",
      sections: [summary, openness],
    },
  ],
};

export const customisedCouncilTemplate: DemoTemplate = {
  ...councilTemplate,
  organisation: "university",
  visibility: visibleTo.organisation,
  version: 0,
  family_id: 1003,
  customization_of: 1002,
  phases: [
    {
      title: "Outline",
      sections: [
        { ...summary, modifiable: false },
        { ...openness, modifiable: false },
        universityAddition,
      ],
    },
  ],
};
