// SPDX-License-Identifier: MIT OR Apache-2.0
// A schema, policies and a few hundred entities; calls and answers are objects that
// go through JSON.

const SCHEMA = `
namespace Photo {
  entity Group;
  entity User in [Group] = { "age": Long, "mail"?: String, "address": ipaddr };
  entity Album in [Album];
  entity Picture in [Album] = { "owner": User, "tags": Set<String>, "private": Bool };
  action view, edit appliesTo { principal: User, resource: Picture, context: { "hour": Long } };
}
`;

const POLICIES = `
@id("owners") permit(principal, action, resource) when { resource.owner == principal };
@id("friends") permit(principal in Photo::Group::"friends", action == Photo::Action::"view", resource in Photo::Album::"holidays")
  when { context.hour >= 8 && context.hour < 22 } unless { resource.private };
@id("minors") forbid(principal, action, resource) when { principal.age < 18 && resource.tags.contains("wine") };
@id("outside") forbid(principal, action == Photo::Action::"edit", resource)
  unless { principal.address.isInRange(ip("10.0.0.0/8")) };
`;

const TEMPLATE = `permit(principal == ?principal, action, resource in ?resource);`;

const uid = (type, id) => ({ type: `Photo::${type}`, id });

function entities(users, pictures) {
	const list = [
		{ uid: uid('Group', 'friends'), attrs: {}, parents: [] },
		{ uid: uid('Album', 'holidays'), attrs: {}, parents: [] },
	];

	for (let i = 0; i < users; i++) {
		const address = {
			__extn: { fn: 'ip', arg: i % 2 ? `10.1.2.${i}` : `192.168.0.${i}` },
		};

		list.push({
			uid: uid('User', `ülrich-${i}`),
			attrs: { age: 10 + i, address },
			parents: i % 3 ? [uid('Group', 'friends')] : [],
		});
	}
	for (let i = 0; i < pictures; i++) {
		list.push({
			uid: uid('Picture', `p${i}`),
			parents: i % 2 ? [uid('Album', 'holidays')] : [],
			attrs: {
				owner: { __entity: uid('User', `ülrich-${i % users}`) },
				private: i % 5 === 0,
				tags: i % 4 ? ['sea'] : ['wine', 'cheese'],
			},
		});
	}
	return list;
}

function requests(list) {
	const out = [];

	for (let i = 0; i < 48; i++) {
		out.push({
			principal: uid('User', `ülrich-${i % 12}`),
			action: uid('Action', i % 3 ? 'view' : 'edit'),
			resource: uid('Picture', `p${(i * 7) % 60}`),
			context: { hour: (i * 5) % 24 },
			entities: list,
		});
	}
	return out;
}

// The package does not say in which order it names the policies.
function decision(answer) {
	if (answer.type !== 'success') return answer;

	const { decision: said, diagnostics } = answer.response;

	return [said, diagnostics.reason.sort(), diagnostics.errors.length];
}

function errors(cedar) {
	const {
		checkParsePolicySet,
		checkParseSchema,
		checkParseEntities,
		checkParseContext,
		validate,
	} = cedar;

	return {
		policy: checkParsePolicySet({
			staticPolicies: 'permit(principal, action resource);',
		}),
		schema: checkParseSchema('entity User in [Nowhere];'),
		entities: checkParseEntities({
			entities: [{ uid: uid('User', 'x'), attrs: {}, parents: [] }],
			schema: SCHEMA,
		}),
		context: checkParseContext({
			context: { hour: 'noon' },
			schema: SCHEMA,
			action: uid('Action', 'view'),
		}),
		invalid: validate({
			schema: SCHEMA,
			policies: {
				staticPolicies: {
					wrong: 'permit(principal is Photo::User, action == Photo::Action::"view", resource) when { principal.size > 3 };',
				},
			},
		}),
		thrown: ['not an object', 12, { staticPolicies: 12 }].map((value) => {
			try {
				return checkParsePolicySet(value);
			} catch (error) {
				return error;
			}
		}),
	};
}

export default function use(cedar) {
	const list = entities(12, 60);
	const calls = requests(list);
	const policies = {
		staticPolicies: POLICIES,
		templates: { share: TEMPLATE },
		templateLinks: [
			{
				templateId: 'share',
				newId: 'linked',
				values: {
					'?principal': uid('User', 'ülrich-3'),
					'?resource': uid('Album', 'holidays'),
				},
			},
		],
	};
	const parts = cedar.policySetTextToParts(POLICIES + TEMPLATE);
	const parsed = [
		cedar.preparsePolicySet('set', policies),
		cedar.preparseSchema('schema', SCHEMA),
	];

	return {
		version: cedar.getCedarLangVersion(),
		parsed,
		checked: [
			cedar.checkParsePolicySet(policies),
			cedar.checkParseEntities({ entities: list, schema: SCHEMA }),
		],
		decisions: calls.map((call) =>
			decision(
				cedar.isAuthorized({
					...call,
					policies,
					schema: SCHEMA,
					validateRequest: true,
				}),
			),
		),
		stateful: calls.map((call) =>
			decision(
				cedar.statefulIsAuthorized({
					...call,
					preparsedPolicySetId: 'set',
					preparsedSchemaName: 'schema',
					validateRequest: false,
				}),
			),
		),
		unknown: cedar.statefulIsAuthorized({
			...calls[0],
			preparsedPolicySetId: 'no such set',
		}),
		valid: cedar.validate({ schema: SCHEMA, policies: { staticPolicies: POLICIES } }),
		formatted: cedar.formatPolicies({
			policyText: POLICIES,
			lineWidth: 60,
			indentWidth: 4,
		}),
		parts,
		json: parts.policies.map((policy) => cedar.policyToJson(policy)),
		again: parts.policies.map((policy) =>
			cedar.policyToText(cedar.policyToJson(policy).json),
		),
		template: cedar.templateToText(cedar.templateToJson(TEMPLATE).json),
		schema: cedar.schemaToText(cedar.schemaToJson(SCHEMA).json),
		resolved: cedar.schemaToJsonWithResolvedTypes(SCHEMA),
		errors: errors(cedar),
	};
}
