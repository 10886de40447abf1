import { type Rates, ratesByCurrency } from '../domain/rates.ts';
import type { SeenTypes } from '../features/seen-types.ts';
import { type Diagnostic, sortDiagnostics } from '../language/diagnostic.ts';
import { type AttributeDefinition, type Catalogue, createCatalogue } from '../rules/attributes.ts';
import type { PolicyCase } from './case.ts';
import type { CaseReach } from './case-names.ts';
import { readCases } from './cases.ts';
import { parseYaml, type YamlDocument } from './document.ts';
import { canonicalFeatures, readFeatures } from './features.ts';
import { inFolder, isFeatureFile, misnamed, nameWithin, type Part, type PolicyFile, unread } from './files.ts';
import { idleChallenges } from './idle-challenges.ts';
import { readLists } from './lists.ts';
import type { Policy, PolicyRule, Profile } from './policy.ts';
import { readPortfolios } from './portfolios.ts';
import { readProfile } from './profile.ts';
import { type RuleReach, readRules } from './rules.ts';
import { looseRules, ratesSchema } from './schema.ts';
import { readTexts } from './texts.ts';
import { validate } from './validate.ts';

/** A policy folder, all of it: the policy, unless there is an error, and every fault found. */
export interface Bundle {
  readonly policy: Policy | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** How a folder is read, where not as usual. */
export interface BundleOptions {
  /** Where conditions read their attributes from, the policy's features among them. */
  readonly catalogueOf?: (features: readonly AttributeDefinition[]) => Catalogue;
  /** What the events that came so far showed of their inputs. It changes no definition, and makes no fault. */
  readonly seen?: SeenTypes;
}

const PORTFOLIOS = 'portfolios.yaml';
const RATES = 'rates.yaml';

/**
 * Reads all files of a policy folder together and reports every fault in one go, sorted by place. `folder` is what the
 * folder is called (empty: files go by their names alone); `hash` gives the content hash that names the version
 * (comments and layout don't change it).
 */
export function readBundle(
  files: readonly PolicyFile[],
  folder: string,
  hash: (text: string) => string,
  { catalogueOf = createCatalogue, seen = new Map() }: BundleOptions = {},
): Bundle {
  const { plan, attributes, diagnostics: featureFaults } = readFeatures(files, hash, seen);
  const catalogue = catalogueOf(attributes);
  const diagnostics: Diagnostic[] = [...featureFaults];
  const profiles = readProfiles(files, catalogue, diagnostics);
  const portfoliosFile = files.find(({ name }) => name === PORTFOLIOS);
  for (const required of missingParts(folder, portfoliosFile !== undefined, profiles.size)) diagnostics.push(required);
  const rates = readRates(files, diagnostics);
  const portfolios = portfoliosFile ? readPortfolioFile(portfoliosFile, profiles, catalogue, diagnostics) : [];
  const lists = readLists(files);
  const reach = { catalogue, lists: lists.types, portfolios: portfolios.map(({ name }) => name) };
  const ruleDocuments = documentsOf('rules', files, diagnostics);
  const rules = readRuleFiles(ruleDocuments, reach, diagnostics);
  const ruleIds = ruleDocuments.flatMap(({ value }) => looseRules.parse(value).rules.flatMap(({ id }) => id ?? []));
  const caseReach = { catalogue, profiles, lists: lists.types, ruleIds, features: plan };
  const cases = readCaseFiles(files, caseReach, diagnostics);
  const { texts, diagnostics: textFaults } = readTexts(files);
  diagnostics.push(...lists.diagnostics, ...textFaults, ...files.flatMap(unread));
  const sorted = sortDiagnostics(diagnostics);
  if (sorted.some(({ severity }) => severity === 'error')) return { policy: null, diagnostics: sorted };
  const sound = new Map([...profiles].filter((entry): entry is [string, Profile] => entry[1] !== null));
  const version = versionOf(files, hash);
  const parts = { portfolios, profiles: sound, rates, rules, lists: lists.sound, features: plan, texts, cases };
  const policy = { version, ...parts };
  return { policy, diagnostics: sortDiagnostics([...sorted, ...idleChallenges(policy, files)]) };
}

function readProfiles(
  files: readonly PolicyFile[],
  catalogue: Catalogue,
  diagnostics: Diagnostic[],
): Map<string, Profile | null> {
  const profiles = new Map<string, Profile | null>();
  for (const { name, source } of files) {
    const profileName = nameWithin('profiles', name);
    if (profileName === null) continue;
    const found = readProfile(source, profileName, catalogue);
    diagnostics.push(...found.diagnostics, ...misnamed(source, 'profile', profileName, profiles.has(profileName)));
    profiles.set(profileName, found.profile);
  }
  return profiles;
}

function readPortfolioFile(
  file: PolicyFile,
  profiles: ReadonlyMap<string, Profile | null>,
  catalogue: Catalogue,
  diagnostics: Diagnostic[],
): Policy['portfolios'] {
  const yaml = parseYaml(file.source);
  diagnostics.push(...yaml.diagnostics);
  if (!yaml.document) return [];
  const found = readPortfolios(yaml.document, profiles, catalogue);
  diagnostics.push(...found.diagnostics);
  return found.portfolios;
}

function documentsOf(part: Part, files: readonly PolicyFile[], diagnostics: Diagnostic[]): YamlDocument[] {
  return files.flatMap(({ name, source }) => {
    if (nameWithin(part, name) === null) return [];
    const yaml = parseYaml(source);
    diagnostics.push(...yaml.diagnostics);
    return yaml.document ? [yaml.document] : [];
  });
}

function readRuleFiles(documents: readonly YamlDocument[], reach: RuleReach, diagnostics: Diagnostic[]): PolicyRule[] {
  const found = readRules(documents, reach);
  diagnostics.push(...found.diagnostics);
  return found.rules;
}

function readCaseFiles(files: readonly PolicyFile[], reach: CaseReach, diagnostics: Diagnostic[]): PolicyCase[] {
  const found = readCases(documentsOf('cases', files, diagnostics), reach);
  diagnostics.push(...found.diagnostics);
  return found.cases;
}

/** The currency rates of a folder; none where there is no `rates.yaml`. Its faults are added to `diagnostics`. */
export function readRates(files: readonly PolicyFile[], diagnostics: Diagnostic[]): Rates {
  const file = files.find(({ name }) => name === RATES);
  if (!file) return new Map();
  const yaml = parseYaml(file.source);
  diagnostics.push(...yaml.diagnostics);
  const valid = yaml.document ? validate(yaml.document, ratesSchema) : null;
  diagnostics.push(...(valid?.diagnostics ?? []));
  const rates = (valid?.value?.rates ?? []).map(({ currency, from, usd }) => ({
    currency: currency.toLowerCase(),
    fromMs: Date.parse(from),
    usdPerUnit: usd,
  }));
  for (const [index, { currency, fromMs }] of rates.entries()) {
    const isRepeated = rates.findIndex((other) => other.currency === currency && other.fromMs === fromMs) < index;
    const message = isRepeated
      ? `there is another rate of ${currency} from that day`
      : 'a dollar is a dollar: no rate is read';
    if (!yaml.document || (!isRepeated && currency !== 'usd')) continue;
    const span = yaml.document.spanOf(['rates', index]);
    diagnostics.push({ severity: isRepeated ? 'error' : 'warning', source: file.source, span, message });
  }
  return ratesByCurrency(rates);
}

function missingParts(folder: string, hasPortfolios: boolean, profileCount: number): Diagnostic[] {
  const problem = (name: string, message: string, hint: string): Diagnostic => ({
    severity: 'error',
    source: { path: inFolder(folder, name), text: '' },
    span: { start: 0, end: 0 },
    message,
    hint,
  });
  const found: Diagnostic[] = [];
  if (!hasPortfolios)
    found.push(problem(PORTFOLIOS, 'a policy needs this file', 'it says which cards get which profile'));
  if (profileCount === 0)
    found.push(problem('profiles', 'a policy needs at least one profile', 'e.g. profiles/balanced.yaml'));
  return found;
}

/** Files in the order of their names, each as the value that it holds. */
function versionOf(files: readonly PolicyFile[], hash: (text: string) => string): string {
  const contents = files
    .filter((file) => /\.ya?ml$/.test(file.name) || isFeatureFile(file))
    .map((file) => [file.name, isFeatureFile(file) ? canonicalFeatures(file) : yamlValue(file)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return `pol_${hash(JSON.stringify(contents)).slice(0, 16)}`;
}

function yamlValue({ source }: PolicyFile): unknown {
  return parseYaml(source).document?.value ?? null;
}
