/** What people wrote in the editor: it says the same afterwards, and can do nothing in a reader's page. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { plainText, safeHtml } from "../../src/plans/rich-text.ts";

describe("text from the editor", () => {
  for (const html of [
    "<p>One <strong>two</strong> <em>three</em></p><ul><li>four</li></ul>",
    '<p dir="rtl" lang="ar">بحر</p>',
    '<a href="https://example.org/?a=1&amp;b=2">a</a> <a href="mailto:kim@example.org">b</a>',
    '<table><tbody><tr><th rowspan="2">a</th><td colspan="3">b</td></tr></tbody></table>',
    "a &lt; b &amp; c",
    "no markup, 🌊 “quoted”",
  ]) {
    it(`leaves as it is: ${html.slice(0, 40)}`, () => assert.equal(safeHtml(html), html));
  }

  for (const [html, safe] of [
    ['<p onclick="x()" style="position:fixed" class="modal" id="api-tokens">a</p>', "<p>a</p>"],
    ['<a href="javascript:x()">a</a>', "<a>a</a>"],
    ['<a href=" JaVaScRiPt&#58;x()">a</a>', "<a>a</a>"],
    ['<a href="data:text/html,x">a</a>', "<a>a</a>"],
    ['<a href="/x" target="_top" ping="//evil" onclick="x()">a</a>', '<a href="/x">a</a>'],
    ["<SCRIPT>x()</SCRIPT>a", "a"],
    ["<style>p { color: red }</style>a", "a"],
    ["<ScRiPt/x>x()</sCrIpT >a", "a"],
    ['a<img src="//evil"><iframe src="//evil"></iframe><svg onload=x()></svg>', "a"],
    ["<form action=//evil><input name=x><button>a</button></form>", "a"],
    ["<p>never closed", "<p>never closed</p>"],
    ["</b>a<!-- hidden -->", "a"],
    ["a < b & c > d", "a &lt; b &amp; c &gt; d"],
    ["&lt;script&gt;", "&lt;script&gt;"],
  ] as const) {
    it(`becomes ${safe}: ${html.slice(0, 40)}`, () => assert.equal(safeHtml(html), safe));
  }

  for (const html of [
    null,
    undefined,
    "",
    " \n",
    "<p>&nbsp;</p><p><br></p>",
    "<script>x()</script>",
  ]) {
    it(`is nothing where a reader would see nothing: ${JSON.stringify(html)}`, () => {
      assert.equal(safeHtml(html), undefined);
    });
  }
});

describe("text for places without markup", () => {
  for (const [html, text] of [
    ["<p>How <b>much</b>?</p>", "How much?"],
    [" 1,500\n", "1,500"],
    ["<p>a &lt; b &amp; &quot;c&quot; &gt; d</p>", 'a < b & "c" > d'],
    ["&amp;lt;b&amp;gt;", "&lt;b&gt;"],
    ["<script>x()</script>", undefined],
    ["<p> </p>", undefined],
    ["", undefined],
    [null, undefined],
  ] as const) {
    it(`is ${text}: ${JSON.stringify(html)}`, () => assert.equal(plainText(html), text));
  }
});
