"""What is shown, what could be, and whether it is well."""


def lines(site):
    found = site.stack.look_or_fail()
    outputs = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}
    yield f"stack     {site.name} in {site.region}: {found['StackStatus']}"
    yield f"address   {outputs.get('Address')}"
    bucket = site.bucket()
    shown = outputs.get("Release")
    for name, came in bucket.releases().items():
        yield f"{'shown' if name == shown else '':9} {name}  {came:%Y-%m-%d %H:%M}"
    for time, name, who, what, back_from in bucket.history()[-5:]:
        yield f"history   {time}  {name}  {what}{back_from and f' from {back_from}'}  by {who}"
    previews = sorted({key.split("/")[1] for key in bucket.list("previews/")})
    if previews:
        yield f"previews  {', '.join(previews)}"
    yield from alarms(site)


def alarms(site):
    pages = site.clients["cloudwatch"].get_paginator("describe_alarms").paginate(AlarmNamePrefix=f"{site.name}-")
    all_of_it = [alarm for page in pages for alarm in page["MetricAlarms"]]
    loud = [alarm for alarm in all_of_it if alarm["StateValue"] == "ALARM"]
    yield f"alarms    {len(all_of_it)}, of which {len(loud) or 'none'} {'goes' if len(loud) == 1 else 'go'} off"
    for alarm in loud:
        yield f"  {alarm['AlarmName']}: {alarm.get('AlarmDescription')}"
