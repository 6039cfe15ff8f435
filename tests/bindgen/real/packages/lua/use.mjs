// SPDX-License-Identifier: MIT OR Apache-2.0
// Programs formatted with many settings: a struct of enums and of another struct,
// optional ranges, and errors as strings.

const PROGRAM = `
local http=require("http")
local assert=require('assert')
local M={}
--- Adds.   With ünïcödé «comment»
function M.add (a,b)   if a==nil then return b end
  return a+b    -- trailing
end
local t={1,2,3,["key"]=function(...)local n=select("#",...)return n end,nested={a='it\\'s',b="say \\"hi\\"",},}
for i,v in pairs(t)do print(i,v)if i==3 then goto done end end
::done::
while true do local x=math.floor(7//2) & 0xff break end
local long = call(argument_number_one, argument_number_two, argument_number_three, argument_number_four, argument_number_five)
print "parens" print{table=1}
repeat local s=[[
long
string]] until s
return M
`;

const LUAU =
	'type Point={x:number,y:number?}\nlocal function f<T>(p:Point,...:T):(number,string) return p.x,`{p.y}` end\nlocal n=if a then 1 else 2 n+=1';

function thrown(run) {
	try {
		return run();
	} catch (error) {
		return { error };
	}
}

function values(enumeration) {
	return Object.values(enumeration).filter((value) => typeof value === 'number');
}

function settings({
	IndentType,
	LineEndings,
	QuoteStyle,
	CallParenType,
	CollapseSimpleStatement,
	SpaceAfterFunctionNames,
	BlockNewlineGaps,
}) {
	const each = (field, enumeration) => values(enumeration).map((value) => [field, value]);

	return [
		...each('indent_type', IndentType),
		...each('line_endings', LineEndings),
		...each('quote_style', QuoteStyle),
		...each('call_parentheses', CallParenType),
		...each('collapse_simple_statement', CollapseSimpleStatement),
		...each('space_after_function_names', SpaceAfterFunctionNames),
		...each('block_newline_gaps', BlockNewlineGaps),
		['column_width', 40],
		['column_width', 200],
		['indent_width', 1],
		['no_call_parentheses', true],
	];
}

export default function use(stylua) {
	const { Config, SortRequiresConfig, Range, LuaVersion, OutputVerification, formatCode } =
		stylua;
	const configure = (...pairs) => {
		const config = Config.new();

		for (const [field, value] of pairs) config[field] = value;
		return config;
	};
	const format = (config, range, text = PROGRAM, verify = OutputVerification.None) =>
		thrown(() => formatCode(text, config, range, verify));
	const sorted = configure(['sort_requires', SortRequiresConfig.new().set_enabled(true)]);
	const range = Range.from_values(30, undefined);

	range.end = 140;
	return {
		plain: format(Config.new(), undefined, PROGRAM, OutputVerification.Full),
		settings: settings(stylua).map((pair) => [...pair, format(configure(pair))]),
		fields: [
			configure(['column_width', 77]).column_width,
			sorted.sort_requires.enabled,
			Config.new().syntax,
		],
		sorted: format(sorted),
		ranges: [
			[range.start, range.end],
			format(Config.new(), range),
			format(Config.new(), Range.from_values(undefined, 0)),
		],
		versions: values(LuaVersion).map((version) => [
			LuaVersion[version],
			format(configure(['syntax', version]), null, LUAU),
			format(configure(['syntax', version]), null, 'local a <const> = 1 >> 2'),
		]),
		long: format(
			Config.new(),
			undefined,
			PROGRAM.replace('return M', '')
				.replace(/goto done|::done::/g, '')
				.repeat(60),
		).length,
		errors: ['local = 1', 'for', 'print(', "x = 'unfinished"].map((text) =>
			format(Config.new(), undefined, text),
		),
	};
}
