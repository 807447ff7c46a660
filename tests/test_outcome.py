"""What became of those counted, sentence by sentence: one figure each unless the line gives more."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from reportedly.model import Parse
from reportedly.quantity import quantities

#: A sentence, then its figures with their outcomes; none behind "=" is no outcome.
SENTENCES = """
# aboard
About 300 people were on board when the ship went down. | 300=aboard
The vessel was carrying 230 people, most of them migrants. | 230=aboard
A boat carrying some 90 migrants capsized off the coast. | 90=aboard
The bus had 41 passengers on board. | 41=aboard
The minister put the number aboard at 118. | 118=aboard
There were 64 people aboard the plane, the airline said. | 64=aboard
The train was carrying around 400 passengers. | 400=aboard
Thirty-eight people were in the boat. | Thirty-eight=aboard
All 72 people on the aircraft died. | 72=killed
Of the 140 people on board, 12 survived. | 140=aboard 12=rescued
The boat had left the port with 118 people on board. | 118=aboard
More than 200 passengers boarded the ferry that night. | 200=aboard
The dinghy left Libya with 55 aboard. | 55=aboard
The helicopter, with nine soldiers on board, crashed on Friday. | nine=aboard
The number of people on board was put at 87. | 87=aboard
Some 500 people were travelling on the train. | 500=aboard
The company said that 33 people had travelled on the bus. | 33=aboard
The truck was carrying 40 tonnes of rice. | 40=
The drone was carrying 12 kilograms of explosives. | 12=
# capacity
The boat is licensed to carry 60 passengers. | 60=capacity
The ship was licensed for 60. | 60=capacity
The permit allows 250 people. | 250=capacity
The stadium has room for 20,000 people. | 20,000=capacity
The prison was built for 400 inmates. | 400=capacity
The hall holds 1,200 people. | 1,200=capacity
The camp was designed to hold 5,000 people. | 5,000=capacity
The ferry has a capacity of 140. | 140=capacity
The club was certified for 120 guests. | 120=capacity
Its maximum capacity is 300 people. | 300=capacity
The ward has 24 beds. | 24=
The boat was registered to carry 90. | 90=capacity
The vessel could carry only 80 passengers. | 80=capacity
# rescued
Fishermen pulled 23 people from the water. | 23=rescued
Some 40 people were plucked from the sea. | 40=rescued
The navy picked up 61 survivors. | 61=rescued
A trawler took 18 people on board. | 18=rescued
Divers brought nine people to the surface alive. | nine=rescued
The crew took 66 people out of the water. | 66=rescued
Seventy-two people were saved by local boats. | Seventy-two=rescued
Volunteers dug 12 people out of the ruins. | 12=rescued
Firefighters freed seven people from the wreck. | seven=rescued
# registered
The charity has registered 104 survivors. | 104=registered
Staff registered 310 displaced people at the school. | 310=registered
The office registered 45 deaths. | 45=killed
# sheltering, evacuated
Some 3,000 people were sheltering in schools. | 3,000=sheltering
About 800 families have taken shelter in the mosque. | 800=sheltering
More than 5,000 residents were moved to safety. | 5,000=evacuated
Soldiers evacuated 210 villagers. | 210=evacuated
Some 600 people were ordered to leave their homes. | 600=displaced
# medical
Nineteen patients were discharged on Sunday. | Nineteen=discharged
Doctors have treated 74 people for smoke inhalation. | 74=treated
Forty people remain in hospital. | Forty=hospitalised
Thirty people were rushed to hospital. | Thirty=hospitalised
The hospital took in 83 wounded. | 83=wounded
The clinic received 29 injured people. | 29=wounded
Six people were in critical condition. | Six=wounded
Health workers vaccinated 12,000 children. | 12,000=vaccinated
The outbreak has infected 340 people. | 340=infected
Some 52 people have fallen ill. | 52=infected
The ministry reported 61 new cases. | 61=infected
There have been 118 confirmed cases and 41 deaths. | 118=infected 41=killed
# dead
Villagers buried 58 people on Friday. | 58=buried
Forty-one victims were buried in a mass grave. | Forty-one=buried
Only 17 of the bodies have been identified. | 17=identified
Forensic teams have identified 33 victims. | 33=identified
Rescuers recovered 26 bodies. | 26=killed
Twenty-nine bodies were pulled from the rubble. | Twenty-nine=killed
The morgue received 44 bodies. | 44=killed
Eleven people lost their lives. | Eleven=killed
The blast claimed the lives of 22 people. | 22=killed
Six people were burned to death. | Six=killed
Nine people burned alive in the bus. | Nine=killed
Seven men were shot dead. | Seven=killed
Four people were fatally injured. | Four=killed
The army said that it had neutralised 45 militants. | 45=killed
The party mourned 19 martyrs. | 19=killed
The state executed 37 prisoners last year. | 37=executed
Eight people were hanged on Monday. | Eight=executed
Twelve men were beheaded. | Twelve=killed
Thirty people were put to death. | Thirty=executed
Soldiers executed 60 villagers. | 60=executed
# missing
Some 120 people remain unaccounted for. | 120=missing
The whereabouts of 35 people are unknown. | 35=missing
Contact was lost with 14 miners. | 14=missing
Nothing has been heard of 16 fishermen. | 16=missing
Rescuers were still searching for 31 people. | 31=missing
Eleven miners are trapped underground. | Eleven=missing
# custody
Gunmen kidnapped 30 pupils. | 30=abducted
Twenty people are being held hostage. | Twenty=abducted
The rebels freed 17 hostages. | 17=released
Some 15 hostages were released. | 15=released
Fifty-two people were sentenced to prison terms. | Fifty-two=sentenced
A court sentenced 11 men to death. | 11=sentenced
Prosecutors charged nine officers with murder. | nine=charged
Nine people have been charged. | Nine=charged
Police took 64 protesters into custody. | 64=detained
Interrogators tortured 18 detainees. | 18=tortured
Fourteen women were raped. | Fourteen=raped
Eight men were convicted on Thursday. | Eight=convicted
Four people were indicted over the collapse. | Four=charged
# fighting
Some 200 soldiers laid down their arms. | 200=surrendered
About 90 fighters deserted. | 90=deserted
The army called up 30,000 reservists. | 30,000=mobilised
Sixty men were pressed into service. | Sixty=mobilised
Some 4,000 refugees returned home. | 4,000=returned
About 12,000 people have gone back to their villages. | 12,000=returned
The storm left 2,300 people homeless. | 2,300=displaced
Floods affected 90,000 people. | 90,000=affected
Some 18,000 people need food aid. | 18,000=in need
# things
The quake destroyed 340 houses. | 340=destroyed
Some 56 homes were damaged. | 56=damaged
The fire burned 31 stalls. | 31=destroyed
Eighteen houses burned down. | Eighteen=destroyed
Seventy houses collapsed. | Seventy=destroyed
The jets dropped six bombs. | six=launched
The jets carried out 14 air strikes. | 14=attacks
Some 40 shells hit the town. | 40=launched
Twelve rockets landed in the district. | Twelve=launched
Air defences intercepted 23 drones. | 23=shot down
The rebels set fire to 12 houses. | 12=destroyed
Two missiles struck the market. | Two=launched
"""
CASES = [line.split(" | ") for line in SENTENCES.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_outcome(text: str, wanted: str, parse: Callable[..., Parse]) -> None:
    found = quantities(parse(text))
    for words, outcome in re.findall(r"(\S+)=(.*?)(?= \S+=|$)", wanted):
        figures = [q for q in found if words in q.span.text]
        assert [q.outcome or "" for q in figures] == [outcome]
