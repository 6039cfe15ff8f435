//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target workers: the Worker, and its Durable Objects. What can be called from
//- outside is written out here, and nothing else can be.
//#if recovers

// A request must not end what comes after it.
set_recovery_policy({ mode: 'reset' });
//#end

// The answer to a request. What failed is for the log: it may tell what is private.
async function answer(respond) {
  try {
    return await respond();
  } catch (error) {
    console.error(error);
    return new Response('Internal Server Error', { status: 500 });
  }
}

class Worker extends WorkerEntrypoint {
  // Nothing else can be called from outside.
  //#each handlers

  //#if fetch
  fetch(request) {
    return answer(() => main.exported$member$(request, this.env, this.ctx));
  }
  //#else
  $key$(event) {
    return main.exported$member$(event, this.env, this.ctx);
  }
  //#end
  //#end
  //#each rpcs

  $key$(...args) {
    return main.exported$member$(...args);
  }
  //#end
}

export { Worker as default };
//#each objects

class $local$ extends DurableObject {
  static #Object = entrypoint(main.exported$member$);
  #object;

  constructor(ctx, env) {
    super(ctx, env);
    this.#object = new $local$.#Object(ctx, env);
  }
  //#each methods

  //#if fetch
  fetch(request) {
    return answer(() => this.#object$member$(request));
  }
  //#else
  $key$(...args) {
    return this.#object$member$(...args);
  }
  //#end
  //#end
}

//= export { $local$ as $export_name$ };
//#end
