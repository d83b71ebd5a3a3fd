// Conditions on the parameters: {all: [...]}, {any: [...]}, {always: true | false}, or a relation
// {test, gap, left, right} that compares the value at the place `gap`, left minus right, with 0.

function conditionPlaces(condition, found = []) {
  if (condition.gap !== undefined) found.push(condition.gap);
  for (const part of condition.all || condition.any || []) conditionPlaces(part, found);
  return found;
}

// Whether a condition holds, and its margin: by how much its tightest part holds (positive) or
// fails (negative); null where that is undefined.
function judge(condition, store) {
  if (condition.always !== undefined) return { holds: condition.always, margin: null };
  if (condition.gap !== undefined) return judgeRelation(condition, store[condition.gap]);
  const parts = (condition.all || condition.any).map((part) => judge(part, store));
  const truths = parts.map((part) => part.holds);
  const margins = parts.map((part) => part.margin).filter((margin) => margin !== null);
  const tighter = condition.all ? -1 : 1;
  const margin = margins.length
    ? margins.reduce((a, b) => (exactArithmetic.compare(a, b) === tighter ? a : b))
    : null;
  return { holds: applyStep(exactArithmetic, condition.all ? "and" : "or", truths), margin };
}

function judgeRelation(relation, gap) {
  if (gap === null || gap === undefined) return { holds: null, margin: null };
  const sign = exactArithmetic.sign(gap);
  const size = sign < 0 ? exactArithmetic.negate(gap) : gap;
  const holds = TESTS[relation.test](sign);
  const towards = { "<": -1, "<=": -1, ">": 1, ">=": 1 }[relation.test];
  if (towards === undefined) {
    return { holds, margin: relation.test === "=" ? exactArithmetic.negate(size) : size };
  }
  return { holds, margin: towards < 0 ? exactArithmetic.negate(gap) : gap };
}
