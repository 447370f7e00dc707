/** Who may import whom, and no circles. */
import {
  floors,
  floorsInOrder,
  floorsOfStrangers,
  harmfulNames,
  harmlessModules,
  libraries,
  worldly,
} from "../../../house-rules.ts";
import { circles } from "../circles.ts";
import { type Found, isTest, type Rule } from "../tree.ts";

/** The floor of a path under `src/`: its first folder, or the file itself when it stands directly there. */
export function floorOf(path: string): string {
  return path.split("/")[1] ?? "";
}

/** The room of a path: floor and the folder (or file, its ending left away) below it. */
export function roomOf(path: string): string {
  const [, floor = "", below = ""] = path.split("/");
  return `${floor}/${below.replace(/\.ts$/, "")}`;
}

/** Every import of `src/` goes down a floor, or stays in its own; nothing imports tests, packages or what does not exist. */
export const arrows: Rule = (tree) =>
  tree.code("src/").flatMap((file) => {
    const floor = floorOf(file);
    const allowed = floors[floor];
    if (allowed === undefined) return [{ file, line: 0, message: `src/${floor} is no floor of the house` }];
    const found: Found[] = [];
    for (const { to, line } of tree.targets(file)) {
      const other = floorOf(to);
      if (tree.text(to) === undefined) found.push({ file, line, message: `${to} does not exist` });
      else if (!to.startsWith("src/")) found.push({ file, line, message: `${to} lies outside src/` });
      else if (isTest(to)) found.push({ file, line, message: `${to} is a test` });
      else if (other !== floor && !allowed.includes(other))
        found.push({ file, line, message: `${floor} may not import ${other} (${to})` });
      else if (other === floor && floorsOfStrangers.includes(floor) && roomOf(file) !== roomOf(to))
        found.push({ file, line, message: `${roomOf(file)} and ${roomOf(to)} never import one another` });
    }
    return found;
  });

/** `src/` imports no package, a library in its own room apart; modules of Node.js that do more than compute only where the world may be touched. */
export const modules: Rule = (tree) =>
  tree.code("src/").flatMap((file) =>
    tree.source(file).imports.flatMap(({ from, names, line }) => {
      if (from === undefined)
        return [{ file, line, message: "a dynamic import must name its module in a plain string" }];
      if (from.startsWith("."))
        return from.endsWith(".ts") ? [] : [{ file, line, message: `${from} does not end in .ts` }];
      const room = libraries.get(from);
      if (room !== undefined && file.startsWith(room)) return [];
      if (!from.startsWith("node:"))
        return [{ file, line, message: `the package ${from} is a run-time dependency` }];
      if (worldly.includes(floorOf(file))) return [];
      if (!harmlessModules.includes(from))
        return [{ file, line, message: `${from} touches the world; go through a port` }];
      const harmful = names.filter((name) => harmfulNames.includes(name));
      return harmful.map((name) => ({
        file,
        line,
        message: `${name} of ${from} gives chance; go through a port`,
      }));
    }),
  );

/** No file of `src/` imports itself by way of others, whether for values or for types. */
export const cycles: Rule = (tree) => {
  const files = new Map(tree.code("src/").map((file) => [file, tree.targets(file).map(({ to }) => to)]));
  return circles(files).map((circle) => ({
    file: circle[0] ?? "",
    line: 0,
    message: `imports go in a circle: ${circle.join(" -> ")}`,
  }));
};

/** Rooms of the ordered floors import one another in one direction only. */
export const roomOrder: Rule = (tree) => {
  const rooms = new Map<string, string[]>();
  for (const file of tree.code("src/")) {
    if (!floorsInOrder.includes(floorOf(file))) continue;
    const targets = tree.targets(file).map(({ to }) => roomOf(to));
    const others = targets.filter((room) => room !== roomOf(file) && room.split("/")[0] === floorOf(file));
    rooms.set(roomOf(file), [...(rooms.get(roomOf(file)) ?? []), ...others]);
  }
  return circles(rooms).map((circle) => ({
    file: `src/${circle[0]}`,
    line: 0,
    message: `rooms import one another in a circle: ${circle.join(" -> ")}`,
  }));
};
