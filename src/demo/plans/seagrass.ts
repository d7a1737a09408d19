/** Ben's plan, in which nothing is left out that the API could tell. */
import {
  access,
  dataAccess,
  fundingStatus,
  planVisibility,
  prose,
  type DemoPlan,
} from "../demo-plan.ts";

export const seagrass: DemoPlan = {
  columns: {
    title: "Carbon in the sediment of recovering seagrass meadows",
    description: prose`
      <p>Seagrass has returned to the Linden estuary since the sewage works were rebuilt. We want to know how fast
        carbon is buried again under the young meadows, and whether it stays there when storms move the sand.</p>
      <p>Over three summers we will take sediment cores at 24 stations, fly a drone over the meadows at low tide, and
        talk with the people who fish there. A model then joins the three:</p>
      <ul>
        <li>how much carbon lies in the upper metre of sediment, by age of the meadow;</li>
        <li>how the meadows spread and shrink from year to year;</li>
        <li>which areas should be left alone by anchors and dredges.</li>
      </ul>
      <p>The protocol of the field work is at
        <a href="https://www.example.org/seagrass/protocol">www.example.org/seagrass/protocol</a>.</p>`,
    visibility: planVisibility.organisation,
    complete: true,
    start_date: new Date("2025-10-01"),
    end_date: new Date("2028-09-30"),
    ethical_issues: true,
    ethical_issues_description: prose`
      <p>We interview about thirty people who fish in the estuary. What they tell us could show where somebody fished
        without a permit. Interviews are therefore not recorded; notes are kept without names, and places are coarsened
        to a grid of one kilometre before anybody outside the team reads them.</p>`,
    ethical_issues_report: "https://www.example.org/ethics/reports/2025-118",
    funding_status: fundingStatus.funded,
    identifier: "https://www.example.org/calls/changing-coasts-2025",
    created_at: new Date("2025-11-03T10:12:45Z"),
    updated_at: new Date("2026-02-13T19:47:04Z"),
  },
  template: "university",
  roles: [
    { person: "ben", access: access.owner },
    { person: "ada", access: access.coOwner },
    { person: "fay", access: access.commenter },
  ],
  dmpId: "https://doi.org/10.5072/tollgate.seagrass",
  researchDomain: "1.5",
  funder: "council",
  grant: "https://www.example.org/grants/CC-2025-0417",
  contributors: [
    {
      name: "Ben Bouvier",
      email: "ben@example.org",
      orcid: "0000-0000-0000-0028",
      organisation: "university",
      roles: ["investigation", "project_administration"],
    },
    {
      name: "Ada Achterberg",
      email: "ada@example.org",
      orcid: "0000-0000-0000-001X",
      organisation: "university",
      roles: ["data_curation"],
    },
    {
      name: "Josiah Carberry",
      email: "j.carberry@example.org",
      orcid: "0000-0002-1825-0097",
      organisation: "institut",
      roles: ["data_curation", "investigation", "other"],
    },
  ],
  researchOutputs: [
    {
      type: "dataset",
      title: "Carbon and grain size in sediment cores",
      abbreviation: "CORES",
      description: prose`
        <p>Organic carbon, nitrogen, bulk density and grain size of 144 cores, in slices of two centimetres, with
          position, depth of water and age of the meadow. Ages by lead-210 for every fourth core.</p>`,
      access: dataAccess.open,
      release_date: new Date("2029-03-31"),
      personal_data: false,
      sensitive_data: false,
      byte_size: 48_000_000,
      licence: "CC-BY-4.0",
      repositories: ["zenodo", "pangaea"],
      metadataStandards: ["datacite", "darwin core"],
    },
    {
      type: "image",
      title: "Drone images of the meadows at low tide",
      abbreviation: "DRONE",
      description: prose`
        <p>Four flights a year over six square kilometres, as georeferenced mosaics with a pixel of four centimetres.
          Boats and people are masked before anything is published.</p>`,
      access: dataAccess.embargoed,
      release_date: new Date("2029-09-30"),
      personal_data: true,
      sensitive_data: false,
      byte_size: 3_200_000_000_000,
      licence: "CC0-1.0",
      repositories: ["university"],
      metadataStandards: ["dublin core"],
    },
    {
      type: "software",
      title: "Model of carbon burial, with the scripts that prepare its input",
      abbreviation: "MODEL",
      description: prose`
        <p>Written in R and tested with made-up cores. Each release is archived with the data that it was run on.</p>`,
      access: dataAccess.open,
      release_date: new Date("2028-06-30"),
      personal_data: false,
      sensitive_data: false,
      byte_size: 12_500_000,
      licence: "MIT",
      repositories: ["zenodo"],
      metadataStandards: ["datacite"],
    },
  ],
  answers: {
    data: prose`
      <p>We collect sediment cores, drone images and notes of interviews, because no single one of them shows both what
        lies in the ground and why it moved.</p>
      <p>We reuse the tide gauge records of the port and a map of the meadows from 1998, which the port authority
        gave us for this purpose. The map may be shown in publications, and not passed on.</p>`,
    kinds: {
      options: [
        "Observations in the field",
        "Measurements by instruments",
        "Interviews or surveys",
        "Images and sound",
        "Software and models",
      ],
    },
    volume: {
      options: ["1 TB to 10 TB"],
      comment: "<p>Nearly all of it are images.</p>",
    },
    documentation: prose`
      <p>Each table has a second one that explains its columns: unit, method, detection limit, and what an empty cell
        means. Stations and cores are named once, in the field, and keep their names in every file:
        <code>2026-S07-C2</code> is the second core of station 7 in 2026.</p>
      <p>Laboratory notes are kept in the electronic lab notebook and exported as PDF/A at the end of each summer.</p>`,
    formats: { options: ["CSV", "NetCDF", "GeoTIFF", "PDF/A"] },
    storage: prose`
      <p>In the university's Data Store, which is copied to a second site every night. In the field, cameras and tablets
        are copied to two encrypted disks each evening, and these travel in different cars.</p>
      <p>The three of us can write; the students who sort cores can read the tables and not the interviews.</p>`,
    storageCost: "2,400",
    otherCost: prose`
      <p>Four weeks of a technician for preparing the images, paid from the grant. The repositories charge us
        nothing.</p>`,
    personal: {
      options: ["Yes"],
      comment: "<p>Notes of interviews, and for a few days the unmasked images.</p>",
    },
    consent: prose`
      <p>We read a page of plain words aloud and leave it with them. They agree in writing, may skip any question, and
        may withdraw what they said until the notes are merged in the autumn. After that we can no longer tell who
        said what.</p>`,
    sharing: prose`
      <p>Open: all core data, the model and, once masked, the images. Not shared: notes of interviews, which are deleted
        five years after the last publication.</p>
      <ol>
        <li>Core data appear with the first article, at the latest eighteen months after the last core.</li>
        <li>Images follow when the masks have been checked by a second person.</li>
      </ol>`,
    deposit: "2029-03-31",
    steward: "The head of the coastal laboratory at Example University",
    changes: prose`
      <p>So far one thing: storms closed the outer stations last autumn, so their trial cores will be taken in April
        instead. The month is a column of its own now.</p>`,
  },
};
