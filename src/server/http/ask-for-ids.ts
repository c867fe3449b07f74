/** One tab of the page. */
interface Example {
  readonly query: string;
  readonly variables?: string | undefined;
}

/** What stands for an id of the sandbox. No provider can have such an id, so one that is left is refused by its argument's name. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/"ws_\w+"/g, '"<your ws_... id>"'],
  [/"cus_\w+"/g, '"<your cus_... id>"'],
  [/"sub_\w+"/g, '"<your sub_... id>"'],
  [/"team-\w+"/g, '"<your team id>"'],
  // A global id, or a cursor, which holds one.
  [/"A[\w-]{40,}"/g, '"<an id from an answer>"'],
];

/** The same example with a place to fill in wherever it names something that only the sandbox has. */
export function askForIds({ query, variables }: Example): Example {
  return { query: fill(query), ...(variables !== undefined && { variables: fill(variables) }) };
}

function fill(text: string): string {
  return PLACES.reduce((filled, [id, place]) => filled.replace(id, place), text);
}
