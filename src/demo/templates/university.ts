/** The template that most of the demo's plans are written with: everybody may use it, and it asks in every format. */
import { visibleTo, type DemoTemplate } from "../demo-template.ts";

export const universityTemplate: DemoTemplate = {
  title: "Example University data management plan",
  description:
    "<p>For research that is not funded, or whose funder has no template of its own. Write it in an hour, " +
    "and come back to it whenever something changes.</p>",
  organisation: "university",
  published: true,
  visibility: visibleTo.everybody,
  locale: "en-GB",
  is_default: true,
  version: 3,
  family_id: 1001,
  phases: [
    {
      title: "Data management plan",
      description: "<p>Before the first data are collected.</p>",
      sections: [
        {
          title: "Data and their origin",
          questions: {
            data: {
              text: "<p>What data will you collect or reuse, and what for?</p>",
              format: "text area",
              theme: "data",
            },
            kinds: {
              text: "<p>Which kinds of data will there be?</p>",
              format: "check box",
              options: [
                "Observations in the field",
                "Measurements by instruments",
                "Interviews or surveys",
                "Images and sound",
                "Texts and documents",
                "Software and models",
              ],
              theme: "data",
            },
            volume: {
              text: "<p>How much room will they take up in all?</p>",
              format: "dropdown",
              options: ["Less than 10 GB", "10 GB to 1 TB", "1 TB to 10 TB", "More than 10 TB"],
              theme: "storage",
            },
          },
        },
        {
          title: "Documentation",
          questions: {
            documentation: {
              text: "<p>What will others need in order to understand the data?</p>",
              format: "text area",
              theme: "documentation",
            },
            formats: {
              text: "<p>Which file formats will be kept?</p>",
              format: "multi select box",
              options: ["CSV", "NetCDF", "GeoTIFF", "TEI XML", "WAV", "PDF/A", "Plain text"],
              theme: "documentation",
            },
          },
        },
        {
          title: "Storage and cost",
          description: "<p>Ask the research data office for prices.</p>",
          questions: {
            storage: {
              text: "<p>Where will the data be while you work on them, and who can reach them?</p>",
              format: "text area",
              theme: "storage",
            },
            storageCost: {
              text: "<p>What will storage and backup cost, in US dollars?</p>",
              format: "text field",
              theme: "cost",
            },
            otherCost: {
              text: "<p>What else will cost money, and who pays?</p>",
              format: "text area",
              theme: "cost",
            },
          },
        },
        {
          title: "People in the data",
          questions: {
            personal: {
              text: "<p>Will you process data about people who could be recognised?</p>",
              format: "radio buttons",
              options: ["Yes", "No", "Not yet known"],
              theme: "ethics",
            },
            consent: {
              text: "<p>How do they learn what happens with their data, and how do they agree?</p>",
              format: "text area",
              theme: "ethics",
            },
          },
        },
        {
          title: "Sharing and keeping",
          questions: {
            sharing: {
              text: "<p>Which data will others get, under which conditions, and which will be deleted?</p>",
              format: "text area",
              theme: "sharing",
            },
            deposit: {
              text: "<p>When will the data be in a repository?</p>",
              format: "date",
              theme: "sharing",
            },
            steward: {
              text: "<p>Who answers for the data when the project is over?</p>",
              format: "text field",
              theme: "sharing",
            },
          },
        },
      ],
    },
    {
      title: "At the end of the project",
      sections: [
        {
          title: "Looking back",
          questions: {
            changes: {
              text: "<p>What was done differently from what was planned, and why?</p>",
              format: "text area",
            },
          },
        },
      ],
    },
  ],
};
