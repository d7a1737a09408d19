/** Fay's plan, written from right to left. */
import { access, dataAccess, planVisibility, prose, type DemoPlan } from "../demo-plan.ts";

export const channels: DemoPlan = {
  columns: {
    title: "ذاكرة الماء: روايات شفوية عن قنوات الري التقليدية",
    description: prose`
      <p dir="rtl">يجمع هذا المشروع روايات كبار السن في ثلاث قرى جبلية عن قنوات الري التقليدية: كيف حُفرت، وكيف كانت
        تُصان، وكيف كان الماء يُقسَّم بين المزارعين. سنجري نحو أربعين مقابلة مسجَّلة بالصوت، ثم نفرّغها نصًّا، ونرسم خرائط
        القنوات بمساعدة الرواة أنفسهم.</p>
      <p dir="rtl">تبقى التسجيلات ملكًا لأصحابها، ولا يُنشر منها إلا ما وافقوا على نشره كتابةً. يُنشر دليل المقابلات على
        <a href="https://www.example.org/water-memory">صفحة المشروع</a>.</p>`,
    visibility: planVisibility.private,
    start_date: new Date("2026-01-15"),
    end_date: new Date("2027-12-31"),
    ethical_issues: true,
    ethical_issues_description: prose`
      <p dir="rtl">قد تذكر الروايات خلافات قديمة بين العائلات على حصص الماء. لذلك نُخفي أسماء الأشخاص في النصوص
        المنشورة، ويراجع كل راوٍ نصَّ مقابلته قبل نشره، وله أن يحذف منه ما يشاء.</p>`,
    created_at: new Date("2026-01-13T06:25:00Z"),
    updated_at: new Date("2026-02-11T12:00:00Z"),
  },
  template: "university",
  roles: [{ person: "fay", access: access.owner }],
  researchDomain: "6.1",
  contributors: [
    {
      name: "Fay Fitzgerald",
      email: "fay@example.org",
      organisation: "university",
      roles: ["investigation", "project_administration"],
    },
  ],
  researchOutputs: [
    {
      type: "sound",
      title: "تسجيلات المقابلات",
      description: `<p dir="rtl">نحو ستين ساعة من التسجيلات الصوتية. يُتاح الاستماع إليها للباحثين بعد موافقة الرواة.</p>`,
      access: dataAccess.restricted,
      release_date: new Date("2028-03-01"),
      personal_data: true,
      sensitive_data: false,
      byte_size: 36_000_000_000,
      repositories: ["university"],
      metadataStandards: ["dublin core"],
    },
    {
      type: "text",
      title: "نصوص المقابلات",
      description: `<p dir="rtl">النصوص كاملةً بعد إخفاء الأسماء، مع مسرد للمصطلحات المحلية الخاصة بالري.</p>`,
      access: dataAccess.open,
      release_date: new Date("2028-03-01"),
      personal_data: false,
      sensitive_data: false,
      byte_size: 15_000_000,
      licence: "CC-BY-4.0",
      repositories: ["zenodo"],
      metadataStandards: ["dublin core"],
    },
  ],
  answers: {
    data: prose`
      <p dir="rtl">تسجيلات صوتية لنحو أربعين مقابلة، ونصوصها المفرَّغة، وخرائط للقنوات مرسومة باليد ثم محوَّلة إلى صورة
        رقمية. ونرجع كذلك إلى صور قديمة من مجموعات العائلات، ولا ننسخها.</p>`,
    kinds: { options: ["Interviews or surveys", "Images and sound"] },
    volume: { options: ["10 GB to 1 TB"] },
    documentation: prose`
      <p dir="rtl">لكل مقابلة بطاقة تذكر تاريخها ومكانها ومدتها ولهجة الراوي وما وافق عليه. ونشرح المصطلحات المحلية في
        مسرد واحد يُحفظ مع النصوص.</p>`,
    formats: { options: ["WAV", "PDF/A", "Plain text"] },
    storage: prose`
      <p dir="rtl">تُنقل التسجيلات مساء كل يوم إلى قرص مشفَّر، ثم إلى مخزن بيانات الجامعة عند العودة. ولا يصل إليها إلا
        فريق المشروع.</p>`,
    personal: { options: ["Yes"] },
    consent: prose`
      <p dir="rtl">نشرح المشروع شفهيًّا قبل كل مقابلة، ونترك ورقة بلغة بسيطة، ونأخذ الموافقة كتابةً، أو مسجَّلةً بالصوت ممن
        لا يكتب. ويجوز لكل راوٍ أن يسحب موافقته حتى يوم النشر.</p>`,
    deposit: "2028-03-01",
    steward: "مكتبة جامعة المثال",
  },
};
