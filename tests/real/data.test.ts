/** The data set (numpy, pandas, scipy, matplotlib, jupyterlab and what they need) on a real Python from the real index. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { differences, holdings } from "../../bench/same.ts";
import { setFile } from "../../bench/sets.ts";
import { tellFigures } from "../support/figures.ts";
import { readBack } from "./read-back.ts";
import { emptyEnvironment, good, listed, must, mustTruewheel, pinned, uv, workFolder } from "./workshop.ts";

const data = setFile("data", "txt");
const ours = emptyEnvironment("ours");
const theirs = emptyEnvironment("theirs");

test("the data set installs, and holds what uv installs, file by file", () => {
  good(uv(theirs, "install", "--require-hashes", "-r", data));
  mustTruewheel("install", ["-r", data, "--python", ours.python]);
  assert.deepEqual(differences(holdings(ours.folder), holdings(theirs.folder)), []);
  assert.deepEqual(listed(ours), pinned("data"));
  tellFigures("real use: the data set", {
    packages: pinned("data").length,
    files: holdings(ours.folder).size,
  });
});

readBack("data", ours, theirs);

test("it computes: a frame, a fit, an integral, a picture", () => {
  const program = [
    "import matplotlib; matplotlib.use('agg')",
    "import numpy, pandas, scipy.integrate, sklearn.linear_model, matplotlib.pyplot as plot",
    "x = numpy.arange(10.0).reshape(-1, 1)",
    "fit = sklearn.linear_model.LinearRegression().fit(x, 3 * x.ravel() + 1)",
    "area = scipy.integrate.quad(lambda t: t * t, 0, 3)[0]",
    "frame = pandas.DataFrame({'a': x.ravel()})",
    "plot.plot(frame.a); plot.savefig('picture.png')",
    "print(round(float(fit.coef_[0]), 6), round(area, 6), float(frame.a.sum()))",
  ].join("\n");
  assert.equal(must([ours.python, "-I", "-c", program], workFolder("picture")).trim(), "3.0 9.0 45.0");
});

test("its programs run", () => {
  assert.match(must([join(ours.folder, "bin", "jupyter"), "--version"]), /jupyterlab +: \d/);
  assert.match(must([join(ours.folder, "bin", "dask"), "--version"]), /dask/);
});
